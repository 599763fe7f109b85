/** STLS (RFC 2595 section 4) and implicit TLS (RFC 8314 section 3.3). */

import { describe, expect, it } from 'vitest';
import { base64, defaults, openClient, startServer, TestClient, without } from './testing.ts';

describe('STLS', () => {
  it('begins TLS, under which PLAIN is there and STLS is not (2595-4-S1, 2595-4-S2, 5034-4-S10)', async () => {
    const client = await openClient();
    const before = (await client.listing('CAPA')).lines;
    expect(await client.commands('STLS now', 'STLS')).toEqual(['-ERR Wrong arguments', '+OK Begin TLS negotiation']);
    await client.startTls();
    const after = (await client.listing('CAPA')).lines;
    expect(after).toEqual(
      before.filter((line) => line !== 'STLS').map((line) => line.replace('SASL CRAM', 'SASL PLAIN CRAM')),
    );
    expect(await client.commands('STLS', 'STAT', `AUTH PLAIN ${base64('\0alice\0wonderland')}`, 'STAT')).toEqual([
      '-ERR Command not permitted when TLS active',
      '-ERR Command not valid in this state',
      '+OK Maildrop locked and ready',
      expect.stringMatching(/^\+OK 4 /),
    ]);
    expect(await client.command('QUIT')).toBe('+OK POP3 server signing off');
    expect(await client.rest()).toBe('');
    expect(client.error).toBeUndefined();
  });

  it('forgets what was said before it (2595-4-S3)', async () => {
    const client = await openClient();
    await client.commands('LANG de', 'USER alice', 'STLS');
    await client.startTls();
    expect(await client.command('PASS wonderland')).toBe('-ERR Send USER first');
  });

  it.each(['NOOP\r\n', 'USER alice\r\n', 'CAPA\r\nQUIT\r\n', 'NO'])(
    'discards what came in the clear behind it: %j (2595-4-S4)',
    async (injected) => {
      const client = await openClient();
      client.send(`STLS\r\n${injected}`);
      expect(await client.line()).toBe('+OK Begin TLS negotiation');
      await client.startTls();
      expect(await client.commands('PASS wonderland', 'LANG en')).toEqual([
        '-ERR Send USER first',
        '+OK en Language changed',
      ]);
    },
  );

  it('answers the commands before it in the same segment', async () => {
    const client = await openClient();
    client.send('LANG en\r\nSTLS\r\nLANG de\r\n');
    expect([await client.line(), await client.line()]).toEqual([
      '+OK en Language changed',
      '+OK Begin TLS negotiation',
    ]);
    await client.startTls();
    expect(await client.command('LANG en')).toBe('+OK en Language changed');
  });

  it('ends the connection where no handshake follows', async () => {
    const server = await startServer();
    const client = await TestClient.open(server);
    await client.command('STLS');
    client.send('NOOP\r\n');
    expect(await client.rest()).not.toContain('+OK');
  });

  it('ends the connection where no handshake follows in time', async () => {
    const client = await openClient({ handshakeMs: 1 });
    await client.command('STLS');
    expect(await client.rest()).toBe('');
  });

  it('survives a client that leaves in the handshake', async () => {
    const server = await startServer();
    for (const end of ['destroy', 'reset', 'halfClose'] as const) {
      const client = await TestClient.open(server);
      await client.command('STLS');
      client[end]();
    }
    const client = await TestClient.open(server);
    expect(await client.logIn()).toMatch(/^\+OK/);
  });

  it('is unknown without a certificate', async () => {
    const { tls: _tls, ...config } = await defaults();
    const client = await openClient({ ...config, ...(await without('STLS')) });
    expect(await client.command('STLS')).toBe('-ERR Unknown command');
  });

  it('carries large messages and pipelines', async () => {
    const client = await openClient();
    await client.command('STLS');
    await client.startTls();
    await client.logIn();
    client.send(`${'RETR 2\r\n'.repeat(20)}QUIT\r\n`);
    for (let round = 0; round < 20; round += 1) expect((await client.lines()).lines.length).toBeGreaterThan(2000);
    expect(await client.rest()).toBe('+OK POP3 server signing off\r\n');
  });
});

describe('implicit TLS', () => {
  it('begins with the connection', async () => {
    const { tls } = await defaults();
    const server = await startServer(tls === undefined ? {} : { tls: { ...tls, mode: 'implicit' } });
    const client = await TestClient.open(server, true);
    expect(client.greeting).toMatch(/^\+OK POP3 server ready/);
    const { lines } = await client.listing('CAPA');
    expect(lines).not.toContain('STLS');
    expect(lines).toContain('SASL PLAIN CRAM-MD5 SCRAM-SHA-256');
    expect(await client.commands('STLS', `AUTH PLAIN ${base64('\0bob\0builder')}`)).toEqual([
      '-ERR Command not permitted when TLS active',
      '+OK Maildrop locked and ready',
    ]);
  });
});
