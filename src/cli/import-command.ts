/** `pop3spec import`: recordings from what people have: logs of clients and servers, captures of packets. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCapture } from '../import/capture.ts';
import { convert } from '../import/convert.ts';
import { FORMATS, guess, readText } from '../import/formats.ts';
import type { Log } from '../import/heard.ts';
import { readRawlog } from '../import/rawlog.ts';
import { latin1 } from '../protocol/octets.ts';
import type { SharedSecrets } from '../record/secrets.ts';
import { EXIT } from '../verdict/summary.ts';
import type { Environment } from './environment.ts';
import { reasonOf, UsageError } from './errors.ts';
import type { ImportFlags } from './import-program.ts';
import * as value from './option-values.ts';
import { checkWritable, writeWhole } from './output-files.ts';
import { version } from './package-info.ts';
import { recordingName } from './recording-files.ts';
import { judged } from './run-settings.ts';
import { packetsIn } from './tshark.ts';

/** What a message tells of what would be right. */
const WHAT = `an option --format says which it is: ${FORMATS.join(', ')}`;

/**
 * Runs the command.
 * @returns the exit status
 * @throws {UsageError} where the file can't be read, or holds no conversation
 */
export async function importCommand(file: string, flags: ImportFlags, environment: Environment): Promise<number> {
  const output = judged('--output', value.path, flags.output);
  const given = judged('--format', (text) => value.oneOf(FORMATS, text), flags.format);
  await checkWritable(output);
  const source = await octetsIn(file);
  const format = given ?? guess(source);
  if (format === undefined) throw new UsageError(`what kind of log ${file} is can't be told; ${WHAT}`);
  const log = await read(format, file, source, environment.variables['PATH']);
  if (log.conversations.length === 0) throw new UsageError(`there is no conversation in ${file}, read as ${format}`);
  const secrets: SharedSecrets = new Set();
  for (const [index, conversation] of log.conversations.entries()) {
    const name = recordingName(output, index + 1);
    const heading = [
      `imported by pop3spec ${version()} from ${format}: ${path.basename(file)}, conversation ${index + 1}`,
      ...log.filledIn,
    ];
    const text = convert(conversation, {
      heading,
      secrets,
      redactMail: flags.redactMail ?? false,
      hasMessages: log.hasMessages,
    });
    try {
      await writeWhole(name, text);
    } catch (error) {
      throw new UsageError(`${name} could not be written: ${reasonOf(error)}`);
    }
    environment.stdout.write(`imported ${environment.hidden(name)} (${format})\n`);
  }
  return EXIT.conforming;
}

async function read(format: string, file: string, source: string, searched: string | undefined): Promise<Log> {
  if (format === 'pcap') return readCapture(await packetsIn(file, searched));
  if (format === 'rawlog') return await rawlog(file);
  const log = readText(format, source);
  if (log === undefined) throw new UsageError(WHAT);
  return log;
}

async function rawlog(file: string): Promise<Log> {
  const { dir, name, ext } = path.parse(file);
  if (ext !== '.in' && ext !== '.out')
    throw new UsageError(`${file} is no half of a rawlog: those end in .in and .out`);
  const [input, output] = await Promise.all(
    ['.in', '.out'].map(async (each) => await octetsIn(path.join(dir, name + each))),
  );
  const log = readRawlog(input ?? '', output ?? '');
  if (log !== undefined) return log;
  throw new UsageError(`the lines of ${file} have no times, so nobody knows in which order the two sides spoke`);
}

/** A file with one character for each octet. */
async function octetsIn(file: string): Promise<string> {
  try {
    return latin1(await readFile(file));
  } catch (error) {
    throw new UsageError(`the log: ${file} can't be read: ${reasonOf(error)}`);
  }
}
