/** What scripts make of the server: each directive of the conversation language, on the wire. */

import { describe, expect, it } from 'vitest';
import type { Deviation } from './script-conversation.ts';
import { answers, loggedIn, said, serve, talk } from './scripted.test.support.ts';
import { eventually, TestClient, withMessages } from './testing.ts';

describe('edits of the correct answer', () => {
  const two = withMessages('a\r\nb\r\nc\r\n');

  it.each([
    ['first line: +ok {text}', '+ok Message follows\r\na\r\nb\r\nc\r\n.\r\n'],
    ['first line: {status}', '+OK\r\na\r\nb\r\nc\r\n.\r\n'],
    ['first line: {line}{pad 30}', `+OK Message follows${'x'.repeat(9)}\r\na\r\nb\r\nc\r\n.\r\n`],
    ['first line: {line}\\n\\', '+OK Message follows\na\r\nb\r\nc\r\n.\r\n'],
    ['first line: {lower text} {upper n}', 'message follows 1\r\na\r\nb\r\nc\r\n.\r\n'],
    ['each body line: {upper line}\\x20', '+OK Message follows\r\nA \r\nB \r\nC \r\n.\r\n'],
    ['body line 2: x', '+OK Message follows\r\na\r\nx\r\nc\r\n.\r\n'],
    ['body line 9: x', '+OK Message follows\r\na\r\nb\r\nc\r\n.\r\n'],
    ['last body line: {line}\\r\\r\\n\\', '+OK Message follows\r\na\r\nb\r\nc\r\r\n.\r\n'],
    ['body line like "{c:/[ac]/}": {c}{c}', '+OK Message follows\r\naa\r\nb\r\ncc\r\n.\r\n'],
    ['no body line like "b"', '+OK Message follows\r\na\r\nc\r\n.\r\n'],
    ['no each body line', '+OK Message follows\r\n.\r\n'],
    ['no dot line', '+OK Message follows\r\na\r\nb\r\nc\r\n'],
    ['no first line', 'a\r\nb\r\nc\r\n.\r\n'],
    ['dot line: .\\n\\', '+OK Message follows\r\na\r\nb\r\nc\r\n.\n'],
    ['after dot line: junk', '+OK Message follows\r\na\r\nb\r\nc\r\n.\r\njunk\r\n'],
    ['before dot line: {X*2}\neach body line: <{line}>', '+OK Message follows\r\n<a>\r\n<b>\r\n<c>\r\n<XX>\r\n.\r\n'],
    ['after first line: x\nbefore first line: y', 'y\r\n+OK Message follows\r\nx\r\na\r\nb\r\nc\r\n.\r\n'],
    [
      'answer\nS: again\nanswer',
      '+OK Message follows\r\na\r\nb\r\nc\r\n.\r\nagain\r\n+OK Message follows\r\na\r\nb\r\nc\r\n.\r\n',
    ],
    ['no answer', ''],
    ['S: {status} [X] {text}\nS: .', '+OK [X] Message follows\r\n.\r\n'],
    ['cut every octet 1ms apart', '+OK Message follows\r\na\r\nb\r\nc\r\n.\r\n'],
    ['cut every CRLF\ncut every line\ncut after 3 octets', '+OK Message follows\r\na\r\nb\r\nc\r\n.\r\n'],
  ])('%s', async (edits, expected) => {
    const client = await loggedIn(`C: RETR {n}\n${edits}`, await two);
    expect(await said(client, 'RETR 1', 'QUIT')).toBe(`${expected}+OK POP3 server signing off\r\n`);
  });

  it('leave alone what is not there', async () => {
    const client = await loggedIn('C: ...\nno dot line\neach body line: x\nbefore dot line: y\nlast body line: z');
    expect(await client.commands('RETR 99', 'NOOP')).toEqual(['-ERR No such message', '+OK Nothing done']);
  });
});

describe('a rule', () => {
  it('matches keywords in any case and captures arguments', async () => {
    const client = await loggedIn('C: XTRA {a} {b...}\nS: +OK {b}, {a}');
    expect(await client.commands('XTRA 1 2 3', 'XTRA 1')).toEqual(['+OK 2 3, 1', '-ERR Unknown command']);
    const other = await talk('C: LANG {range:/e[a-z]/} ...\nS: +OK {range}');
    expect(await other.commands('lAnG en', 'LANG eN x', 'LANG de', 'LANG en  x')).toEqual([
      '+OK en',
      '-ERR Wrong arguments',
      expect.stringMatching(/^\+OK de /),
      '+OK en',
    ]);
  });

  it('is the first that fits', async () => {
    const client = await loggedIn(
      'C: NOOP\nwhen the 1st time\nS: +OK 1\nC: NOOP\nwhen the 2nd time\nS: +OK 2\nC: NOOP\nS: +OK n',
    );
    expect(await client.commands('NOOP', 'NOOP', 'NOOP')).toEqual(['+OK 1', '+OK 2', '+OK n']);
  });

  it('has the command done where it sends anything but -ERR, and what follows it', async () => {
    const client = await loggedIn('C: DELE {n}\nS: +OK {n} has gone\nC: QUIT\nS: +OK bye');
    expect(await said(client, 'DELE 1', 'STAT', 'QUIT')).toMatch(/^\+OK 1 has gone\r\n\+OK 3 \d+\r\n\+OK bye\r\n$/);
  });

  it('does not have it done where it sends -ERR, and says otherwise where it says so', async () => {
    const client = await loggedIn(
      'C: DELE 1\nS: -ERR no\nC: DELE 2\ndone\nS: -ERR no\nC: DELE 3\nnot done\nS: +OK sure',
    );
    expect(await client.commands('DELE 1', 'DELE 2', 'DELE 3', 'STAT')).toEqual([
      '-ERR no',
      '-ERR no',
      '+OK sure',
      expect.stringMatching(/^\+OK 3 /),
    ]);
  });

  it('refuses AUTH without beginning an exchange', async () => {
    const client = await talk('C: AUTH ...\nS: -ERR Unknown command');
    expect(await client.commands('AUTH CRAM-MD5', 'LANG en')).toEqual([
      '-ERR Unknown command',
      '+OK en Language changed',
    ]);
  });

  it('lets the engine hear something else, or something more', async () => {
    const client = await loggedIn(
      'C: XTOP {n}\nas TOP {n} 0\nfirst line: {line}!\nC: CAPA\nalso RSET',
      await withMessages('a\r\n\r\nb'),
    );
    expect(await client.listing('XTOP 1')).toEqual({ first: '+OK Top of message follows!', lines: ['a', ''] });
    await client.command('DELE 1');
    expect((await client.listing('CAPA')).lines).toContain('TOP');
    expect(await client.command('STAT')).toMatch(/^\+OK 1 /);
  });

  it('may be for a SASL response, and only then sees one', async () => {
    const client = await talk('C: ...\nwhen answering a challenge\nS: -ERR [AUTH] not you\nC: *\nS: +OK a command');
    await client.command('AUTH CRAM-MD5');
    expect(await client.commands('*', '*')).toEqual(['-ERR [AUTH] not you', '+OK a command']);
  });

  it('ends the connection, or keeps it', async () => {
    expect(await said(await talk('C: ...\nwhen the answer is -ERR\nclose'), 'LANG en', 'FOO', 'LANG en')).toBe(
      '+OK en Language changed\r\n-ERR Unknown command\r\n',
    );
    const staying = await talk('C: QUIT\nwhen the 1st time\nstay');
    expect(await staying.command('QUIT')).toBe('+OK POP3 server signing off');
    expect(await staying.command('LANG en')).toMatch(/^\+OK/);
    const reset = await talk('C: QUIT\nno answer\nreset');
    await said(reset, 'QUIT');
    expect(reset.error?.code).toBe('ECONNRESET');
  });

  it('drops what stands behind the command', async () => {
    expect(await said(await talk('C: LANG en\ndrop the rest\nclose'), 'LANG en', 'LANG de')).toBe(
      '+OK en Language changed\r\n',
    );
  });

  it('begins TLS', async () => {
    const client = await talk('C: STLS\nS: +OK go\nC: CAPA\nwhen under TLS\nS: +OK none\nS: .', {});
    expect(await client.command('STLS')).toBe('+OK go');
    await client.startTls();
    expect(await client.listing('CAPA')).toEqual({ first: '+OK none', lines: [] });
  });

  it('holds its answer back until there is more, with TLS too', async () => {
    const client = await talk('C: LANG en\nwait up to 600s for more\nC: STLS\nwait up to 600s for more');
    client.send('LANG en\r\n');
    client.send('LANG de\r\n');
    expect([await client.line(), await client.line()]).toEqual([
      '+OK en Language changed',
      expect.stringMatching(/^\+OK de/),
    ]);
    client.send('STLS\r\nNOOP\r\n');
    expect(await client.line()).toMatch(/^\+OK/);
    await client.startTls();
    expect(await client.command('LANG fr')).toMatch(/^\+OK fr/);
  });

  it('waits as long as it says, and no longer', async () => {
    const client = await talk('C: LANG ...\nwait 1ms\nanswer\nwait up to 1ms for more\nS: late\nwait 1ms');
    expect(await said(client, 'LANG en', 'QUIT')).toBe(
      '+OK en Language changed\r\nlate\r\n+OK POP3 server signing off\r\n',
    );
  });

  it('changes the greeting', async () => {
    const client = await talk('greeting\nwhen in the clear and on the 1st connection\nfirst line: +OK hello');
    expect(client.greeting).toBe('+OK hello');
    expect(await said(await talk('greeting\nS: -ERR busy\nclose'))).toBe('');
  });
});

describe('a condition', () => {
  it('on the state', async () => {
    const client = await talk(
      'C: XYZZY\nwhen after login\nS: +OK in\nC: XYZZY\nwhen before login and in the clear\nS: +OK out',
    );
    expect(await client.command('XYZZY')).toBe('+OK out');
    await client.logIn();
    expect(await client.command('XYZZY')).toBe('+OK in');
  });

  it('on what the client has sent before on this connection', async () => {
    const script = 'C: LANG en\nwhen after "xtra ..."\nS: +OK later\nC: XTRA {n}\nwhen after "XTRA {n}"\nS: +OK again';
    const server = await serve(script);
    const client = await TestClient.open(server);
    const [before, ...others] = await client.commands('LANG en', 'XTRA 1', 'LANG en', 'XTRA 2');
    expect(before).toBe('+OK en Language changed');
    expect(others).toEqual(['-ERR Unknown command', '+OK later', '+OK again']);
    expect(await (await TestClient.open(server)).command('LANG en')).toBe('+OK en Language changed');
  });

  it('on the times counts those at which all the rest holds', async () => {
    const client = await talk('C: LANG en\nwhen after login and from the 2nd time on\nS: +OK');
    await client.command('LANG en');
    await client.logIn();
    expect(await client.commands('LANG en', 'LANG en', 'LANG en')).toEqual(['+OK en Language changed', '+OK', '+OK']);
  });

  it('on the times and the answer counts these answers', async () => {
    expect(
      await answers('C: ...\nwhen the answer is -ERR and not the 1st time\nS: -ERR again', 'FOO', 'LANG en', 'FOO'),
    ).toEqual(['-ERR Unknown command', '+OK en Language changed', '-ERR again']);
  });

  it('on the times on all connections', async () => {
    const server = await serve('C: LANG en\nwhen the 2nd time ever\nS: +OK second');
    const [first, second] = [await TestClient.open(server), await TestClient.open(server)];
    expect(await first.command('LANG en')).toBe('+OK en Language changed');
    expect(await second.command('LANG en')).toBe('+OK second');
  });

  it('on the connection', async () => {
    const server = await serve('greeting\nwhen from the 2nd connection on\nS: +OK later');
    expect((await TestClient.open(server)).greeting).not.toBe('+OK later');
    expect((await TestClient.open(server)).greeting).toBe('+OK later');
  });

  it('on every so many connections', async () => {
    const server = await serve('greeting\nwhen on every 2nd connection\nS: +OK even');
    const greetings: string[] = [];
    for (let count = 0; count < 4; count++) greetings.push((await TestClient.open(server)).greeting);
    expect(greetings.map((greeting) => greeting === '+OK even')).toEqual([false, true, false, true]);
  });

  it('on the user', async () => {
    const script = 'C: PASS ...\nwhen user "bob"\nS: -ERR [IN-USE] {user}\nC: NOOP\nwhen user "alice"\nS: +OK {user}';
    const client = await talk(script);
    expect(await client.logIn('bob', 'x')).toBe('-ERR [IN-USE] bob');
    await client.logIn();
    expect(await client.command('NOOP')).toBe('+OK alice');
  });

  it('on the length', async () => {
    const script =
      'C: USER ...\nwhen 255 octets long\nS: -ERR 255\nC: ...\nwhen at least 255 octets long\nS: -ERR more';
    expect(
      await answers(script, `USER ${'a'.repeat(248)}`, `USER ${'a'.repeat(247)}`, `USER ${'a'.repeat(249)}`),
    ).toEqual(['-ERR 255', '+OK Send your password', '-ERR more']);
  });

  it('on segments', async () => {
    const client = await talk(
      'C: XYZZY\nwhen cut inside CRLF\nS: +OK inside\nC: XYZZY\nwhen in at least 2 segments\nS: +OK cut',
    );
    // The kernel may put two writes into one segment, so it is tried until it did not.
    const byOctet = async (): Promise<string> => {
      await client.sendByOctet('XYZZY\r\n');
      return await client.line();
    };
    expect(await eventually(byOctet, (answer) => answer === '+OK inside')).toBe('+OK inside');
    const cut = async (): Promise<string> => {
      await client.sendByOctet('XYZ');
      return await client.command('ZY');
    };
    expect(await eventually(cut, (answer) => answer === '+OK cut')).toBe('+OK cut');
    expect(await client.command('XYZZY')).toBe('-ERR Unknown command');
  });

  it('on what is pipelined', async () => {
    const client = await talk(
      'C: XYZZY\nwhen pipelined and nothing waiting\nS: +OK last\nC: XYZZY\nwhen at least 2 lines waiting\nS: +OK two behind',
    );
    client.send('XYZZY\r\nXYZZY\r\nXYZZY\r\nXYZZY\r\n');
    expect([await client.line(), await client.line(), await client.line(), await client.line()]).toEqual([
      '+OK two behind',
      '+OK two behind',
      '-ERR Unknown command',
      '+OK last',
    ]);
    expect(await client.command('XYZZY')).toBe('-ERR Unknown command');
  });

  it('on the answer captures from it', async () => {
    const client = await loggedIn(
      'C: STAT\nwhen the answer is like "+OK {n} {size}"\nS: +OK {size} {n}',
      await withMessages('a'),
    );
    expect(await client.command('STAT')).toBe('+OK 3 1');
  });
});

describe('a whole conversation', () => {
  const script = String.raw`
S: +OK ready
C: USER {name}
S: +OK {name}?
C: PASS ...
C: STAT
S: +OK
S: +OK 1\
cut
S: \x202
C: QUIT
S: +OK {name}`;

  it('is played on every connection', async () => {
    const server = await serve(script);
    for (const name of ['a', 'b']) {
      const client = await TestClient.open(server);
      expect(client.greeting).toBe('+OK ready');
      expect(await said(client, `user ${name}`, 'PASS x', 'STAT', 'QUIT')).toBe(
        `+OK ${name}?\r\n+OK\r\n+OK 1 2\r\n+OK ${name}\r\n`,
      );
    }
  });

  it('tells of what it does not expect, and of no secret', async () => {
    const deviations: Deviation[] = [];
    const server = await serve(script, {}, { onDeviation: (deviation) => deviations.push(deviation) });
    const client = await TestClient.open(server);
    const refusal = '-ERR not what the script expects';
    expect(await client.commands('CAPA', 'USER a', 'dGVzdA==')).toEqual([refusal, '+OK a?', refusal]);
    expect(deviations).toEqual([
      { connection: 1, turn: 0, keyword: 'CAPA' },
      { connection: 1, turn: 1, keyword: '' },
    ]);
  });

  it('ends with QUIT, whatever is expected', async () => {
    expect(await said(await talk('S: +OK\nC: CAPA\nS: -ERR'), 'CAPA', 'NOOP', 'QUIT')).toBe(
      '-ERR\r\n-ERR not what the script expects\r\n+OK\r\n',
    );
  });

  it('begins TLS without what came in the clear', async () => {
    const client = await talk('S: +OK\nC: STLS\nS: +OK go\nstart TLS\nC: CAPA\nS: +OK\nS: .');
    client.send('STLS\r\nCAPA\r\n');
    await client.line();
    await client.startTls();
    expect(await client.listing('CAPA')).toEqual({ first: '+OK', lines: [] });
  });
});
