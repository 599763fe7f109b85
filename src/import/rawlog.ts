/** Dovecot's rawlog: what came in and what went out, a file for each, every line behind the time when it came. Pure. */

import type { Side } from '../wire/transcript.ts';
import { heardLine, SUPPRESSED, type Heard, type Log } from './heard.ts';

/** Seconds since 1970, with their millionths. */
const STAMP = /^(\d{9,11})\.(\d{6}) /;

/** With `rawlog_dir` Dovecot begins to write when the session is handed on, which the process of the login has seen begin. */
const LOGGED_IN = '+OK Logged in.';

/** What must have been said before that: in the AUTHORIZATION state everything behind it would be a breach. */
const LOGIN: readonly Heard[] = [
  {
    kind: 'note',
    text: 'the log begins with the answer to the login: a greeting, and a login by USER and PASS, are filled in',
  },
  heardLine('S', '+OK'),
  heardLine('C', `USER ${SUPPRESSED}`),
  heardLine('S', '+OK'),
  heardLine('C', `PASS ${SUPPRESSED}`),
];

interface Stamped {
  readonly from: Side;
  readonly octets: string;
  readonly micros: number;
}

/**
 * Reads a pair.
 * @param input what the client sent
 * @param output what the server sent
 * @returns undefined where the lines have no times: then nobody knows in which order they came
 */
export function readRawlog(input: string, output: string): Log | undefined {
  const sides = [stamped('C', input), stamped('S', output)];
  if (sides.some((side) => side === undefined)) return undefined;
  // What came at the same time was asked for first: a server does not answer what has not come.
  const lines = sides
    .flatMap((side) => side ?? [])
    .toSorted((a, b) => a.micros - b.micros || Number(a.from === 'S') - Number(b.from === 'S'));
  const began = lines[0]?.micros ?? 0;
  const events = lines.map(({ from, octets, micros }): Heard => ({
    kind: 'octets',
    from,
    octets,
    t: (micros - began) / 1000,
  }));
  const isBehindLogin = lines[0]?.from === 'S' && lines[0].octets.trimEnd() === LOGGED_IN;
  return {
    conversations: [{ events: isBehindLogin ? [...LOGIN, ...events] : events, underTls: false }],
    filledIn: [
      'the log does not tell how lines were cut into segments',
      'what came under TLS stands in it in the clear, without a word of where TLS began',
    ],
    hasMessages: true,
  };
}

function stamped(from: Side, source: string): Stamped[] | undefined {
  const lines = source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const read = lines.map((line) => {
    const [whole, seconds, micros] = STAMP.exec(line) ?? [];
    if (whole === undefined) return undefined;
    return { from, octets: line.slice(whole.length), micros: Number(seconds) * 1e6 + Number(micros) };
  });
  return read.some((line) => line === undefined) ? undefined : read.flatMap((line) => line ?? []);
}
