/** How a server cuts what it sends: a short answer all through, a long one at both its ends. */

import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { OCTET, type Segmentation } from '../wire/segmentation.ts';
import { Transcript } from '../wire/transcript.ts';
import { builtInConfig } from './default-config.ts';
import { Pop3Server } from './listener.ts';

const correct = await builtInConfig();

/** The segments of the answer to RETR, where the one message of the maildrop has these octets. */
async function segmentsOf(message: Buffer, segmentation: Segmentation): Promise<Buffer[]> {
  const transcript = new Transcript();
  const accounts = correct.accounts.map((account) => ({ ...account, messages: [message] }));
  const server = await Pop3Server.start({ ...correct, accounts, segmentation, transcript });
  onTestFinished(() => server.close());
  const { host, port } = server;
  const socket = connect(port, host).setEncoding('latin1');
  let heard = '';
  const [account] = accounts;
  socket.end(`USER ${account?.user}\r\nPASS ${account?.password}\r\nRETR 1\r\nQUIT\r\n`);
  for await (const octets of socket) heard += String(octets);
  expect(heard).toContain(message.toString('latin1'));
  const sent = transcript.entries.filter(({ from, event }) => from === 'S' && event === 'data');
  return sent.map(({ octets }) => Buffer.from(octets));
}

it('cuts an answer octet by octet', async () => {
  const segments = await segmentsOf(Buffer.from('Subject: short\r\n\r\nA line.\r\n'), OCTET);
  expect(new Set(segments.map(({ length }) => length))).toEqual(new Set([1]));
});

it('cuts a long answer at both its ends: its first line and its dot line come octet by octet', async () => {
  const line = `${'x'.repeat(70)}\r\n`;
  const segments = await segmentsOf(Buffer.from(`Subject: long\r\n\r\n${line.repeat(2_000)}`), OCTET);
  const long = segments.filter(({ length }) => length > 1);
  expect(long.length).toBeGreaterThan(0);
  const at = segments.findIndex(({ length }) => length > 1);
  const after = segments.slice(segments.findLastIndex(({ length }) => length > 1) + 1);
  expect(Buffer.concat(segments.slice(0, at)).toString()).toContain('Subject: long\r\n');
  expect(Buffer.concat(after).toString()).toContain('\r\n.\r\n');
  expect(segments.length).toBeLessThan(2_000);
});
