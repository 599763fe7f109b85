/** Captures of packets, read by tshark. */

import { spawn } from 'node:child_process';
import { FIELDS } from '../import/capture.ts';
import { UsageError } from './errors.ts';

/** A capture that prints more than this is none of a mail session, in octets. */
const MOST_PRINTED = 512 * 1024 * 1024;

/** How long tshark may take, in milliseconds. */
const LIMIT_MS = 120_000;

/**
 * The packets of a capture, one a line, in the fields that capture.ts wants.
 * @throws {UsageError} where there is no tshark, or it can't read the file
 */
export async function packetsIn(file: string, path: string | undefined): Promise<string> {
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const filter = 'tcp.len > 0 || tcp.flags.syn == 1 || tcp.flags.fin == 1 || tcp.flags.reset == 1';
  const words = ['-n', '-r', file, '-Y', filter, '-T', 'fields', ...fields];
  const child = spawn('tshark', words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    env: { PATH: path, LC_ALL: 'C' },
  });
  const printed: Buffer[] = [];
  let size = 0;
  let complaint = '';
  child.stdout.on('data', (octets: Buffer) => {
    size += octets.length;
    if (size > MOST_PRINTED) child.kill();
    else printed.push(octets);
  });
  child.stderr.on('data', (octets: Buffer) => {
    complaint = `${complaint}${octets.toString('utf8')}`.slice(-2000);
  });
  const ended = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: unknown) => {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) throw error;
    throw new UsageError('a capture is read by tshark, which is not installed (in Debian: apt install tshark)');
  });
  if (size > MOST_PRINTED) throw new UsageError(`${file} is too large: cut out the POP3 session first`);
  if (ended === 0) return Buffer.concat(printed).toString('latin1');
  const lines = complaint.split('\n').filter((line) => line !== '' && !line.startsWith('Running as user'));
  throw new UsageError(`tshark can't read ${file}: ${lines.at(-1) ?? `it ended with ${ended ?? 'a signal'}`}`);
}
