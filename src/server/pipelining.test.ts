/** PIPELINING (RFC 2449 section 6.6): whatever the segments, each command is answered in turn. */

import { describe, expect, it } from 'vitest';
import { base64, openClient, openMaildrop, startServer, TestClient, withMessages } from './testing.ts';

describe('a pipeline', () => {
  const session =
    'CAPA\r\nUSER alice\r\nPASS wonderland\r\nSTAT\r\nRETR 99\r\nUIDL 1\r\nDELE 3\r\nTOP 1 0\r\nNOOP\r\nLIST\r\nRSET\r\nQUIT\r\n';

  /** What the server sends for `session`, when each command waits for the answer to the one before. */
  const expected = async (): Promise<string> => {
    const client = await openClient();
    let answers = '';
    for (const text of session.split('\r\n').slice(0, -1)) {
      const { first, lines } = /^(CAPA|TOP|LIST)/.test(text)
        ? await client.listing(text)
        : { first: await client.command(text), lines: undefined };
      answers += [first, ...(lines === undefined ? [] : [...lines, '.']), ''].join('\r\n');
    }
    return answers;
  };

  it('of a whole session in one write is answered as one command at a time is (2449-6.6-S1)', async () => {
    const client = await openClient();
    client.send(session);
    expect(await client.rest()).toBe(await expected());
  });

  it('may come one octet a segment', async () => {
    const client = await openClient();
    await client.sendByOctet(session);
    expect(await client.rest()).toBe(await expected());
  });

  it('may begin before the greeting has come', async () => {
    const client = TestClient.connect(await startServer());
    client.send('QUIT\r\n');
    expect(await client.rest()).toMatch(/^\+OK POP3 server ready <.*>\r\n\+OK POP3 server signing off\r\n$/);
  });

  it('may be followed by the end of our side', async () => {
    const client = await openClient();
    client.send(session.replace('QUIT\r\n', ''));
    client.halfClose();
    expect(await client.rest()).toBe((await expected()).replace(/\+OK POP3 server signing off\r\n$/, ''));
  });

  it('of 1,000 NOOPs gets 1,000 answers', async () => {
    const client = await openMaildrop();
    client.send(`${'NOOP\r\n'.repeat(1000)}QUIT\r\n`);
    expect(await client.rest()).toBe(`${'+OK Nothing done\r\n'.repeat(1000)}+OK POP3 server signing off\r\n`);
  });

  it('may carry AUTH with its response in the same write', async () => {
    const client = await openClient({ inTheClear: { mechanisms: ['PLAIN'], password: false } });
    client.send(`AUTH PLAIN\r\n${base64('\0alice\0wonderland')}\r\nSTAT\r\nQUIT\r\n`);
    expect(await client.rest()).toMatch(/^\+ \r\n\+OK Maildrop locked and ready\r\n\+OK 4 [0-9]+\r\n\+OK /);
  });

  it('goes on while a long message is arriving', async () => {
    const client = await openMaildrop();
    client.send('RETR 2\r\n');
    expect(await client.line()).toBe('+OK Message follows');
    client.send('NOOP\r\nSTAT\r\n');
    let lines = 0;
    while ((await client.line()) !== '.') lines += 1;
    expect(lines).toBeGreaterThan(2000);
    expect([await client.line(), await client.line()]).toEqual(['+OK Nothing done', expect.stringMatching(/^\+OK 4 /)]);
  });

  it('far beyond what the windows hold is answered in order when it is read at last (2449-6.6-S2)', async () => {
    const body = `${'x'.repeat(70)}\r\n`.repeat(3_000);
    const client = await openMaildrop(await withMessages(body));
    const rounds = 100;
    client.pause();
    client.send('RETR 1\r\nSTAT\r\n'.repeat(rounds));
    client.send('QUIT\r\n');
    // Until the server can write no more: it takes no longer to say so than a round trip of its own event loop.
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    client.resume();
    const round = `+OK Message follows\r\n${body}.\r\n+OK 1 ${body.length}\r\n`;
    expect((await client.rest()) === `${round.repeat(rounds)}+OK POP3 server signing off\r\n`).toBe(true);
  });

  it('of more commands than are kept is read as the answers are', async () => {
    const client = await openMaildrop();
    const count = 400_000;
    client.pause();
    client.send('NOOP\r\n'.repeat(count));
    client.send('QUIT\r\n');
    client.resume();
    const answers = await client.rest();
    expect(answers.length).toBe('+OK Nothing done\r\n'.length * count + '+OK POP3 server signing off\r\n'.length);
  });

  it('is dropped with what follows QUIT', async () => {
    const client = await openMaildrop();
    client.send(`QUIT\r\n${'NOOP\r\n'.repeat(10_000)}`);
    expect(await client.rest()).toBe('+OK POP3 server signing off\r\n');
    expect(client.error).toBeUndefined();
  });
});

describe('several connections', () => {
  it('are served side by side', async () => {
    const server = await startServer();
    const users = [
      ['alice', 'wonderland'],
      ['bob', 'builder'],
      ['carol', 'christmas'],
    ] as const;
    const clients = await Promise.all(users.map(() => TestClient.open(server)));
    const logins = await Promise.all(clients.map((client, index) => client.logIn(...(users[index] ?? users[0]))));
    expect(logins).toEqual(users.map(() => '+OK Maildrop locked and ready'));
    const messages = await Promise.all(clients.map((client) => client.listing('RETR 1')));
    for (const { first } of messages) expect(first).toBe('+OK Message follows');
  });
});
