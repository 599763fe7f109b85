import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1, octetsOf } from '../protocol/octets.ts';
import { flatten, Secret, slice, type Outgoing } from '../wire/secret.ts';
import { Transcript, type Side } from '../wire/transcript.ts';
import { renderTranscript, type RenderedTranscript } from './transcript.ts';

const PASSWORD = 'wonderland';
const RESPONSE = 'AGFsaWNlAHdvbmRlcmxhbmQ=';
const SECRETS = [octetsOf(PASSWORD), octetsOf(RESPONSE)];

const secret = (text: string, label: string): Outgoing[number] => new Secret(octetsOf(text), label);

/** Records octets of one side in pieces that end at `ends`. */
function record(transcript: Transcript, from: Side, outgoing: Outgoing, ends: readonly number[] = []): void {
  const { octets, secrets } = flatten(outgoing);
  let start = 0;
  for (const end of [...ends.filter((at) => at > 0 && at < octets.length), octets.length]) {
    if (end <= start) continue;
    transcript.record(1, from, 'data', octets.subarray(start, end), from === 'C' ? slice(secrets, start, end) : []);
    start = end;
  }
}

const shown = ({ entries }: RenderedTranscript, from: Side): string =>
  entries
    .filter((entry) => entry.from === from)
    .map(({ data }) => data)
    .join('');

/** Pieces of what a client sends: text without secrets, and secrets. */
const outgoing = fc.array(
  fc.oneof(
    fc.constantFrom('USER alice\r\n', 'PASS ', 'AUTH PLAIN ', '\r\n', '.', 'STAT\r\n').map((text) => octetsOf(text)),
    fc.constantFrom(
      secret(PASSWORD, 'password'),
      secret(RESPONSE, 'response'),
      secret('', 'password'),
      secret('x'.repeat(300), 'digest'),
    ),
  ),
  { maxLength: 12 },
);
const ends = fc.array(fc.nat(700), { maxLength: 40 }).map((numbers) => numbers.toSorted((a, b) => a - b));

describe('a rendered transcript', () => {
  test('has each event, with its time, side and segment borders', () => {
    const transcript = new Transcript();
    const connection = transcript.openConnection();
    transcript.record(connection, 'C', 'connect');
    record(transcript, 'S', [octetsOf('+OK ready\r\n')], [4]);
    transcript.record(connection, 'S', 'tls');
    transcript.record(connection, 'S', 'close');
    const { entries } = renderTranscript(transcript.entries, []);
    expect(entries.map(({ from, event, data }) => [from, event, data])).toEqual([
      ['C', 'connect', ''],
      ['S', 'data', '+OK '],
      ['S', 'data', 'ready\r\n'],
      ['S', 'tls', ''],
      ['S', 'close', ''],
    ]);
    expect(entries.map(({ t }) => t)).toEqual(entries.map(({ t }) => t).toSorted((a, b) => a - b));
  });

  test('shows the label of a secret once, and an echo as so many asterisks', () => {
    const transcript = new Transcript();
    record(transcript, 'C', [octetsOf('PASS '), secret(PASSWORD, 'password'), octetsOf('\r\n')], [7, 9]);
    record(transcript, 'S', [octetsOf(`-ERR not ${PASSWORD}!\r\n`)], [12]);
    const rendered = renderTranscript(transcript.entries, SECRETS);
    expect(shown(rendered, 'C')).toBe('PASS {password}\r\n');
    expect(shown(rendered, 'S')).toBe('-ERR not **********!\r\n');
  });

  test('has nothing of a secret in it, whatever is sent and echoed, in whatever segments', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(outgoing, ends, ends), { minLength: 1, maxLength: 4 }), (turns) => {
        const transcript = new Transcript();
        for (const [sent, cuts, echoCuts] of turns) {
          record(transcript, 'C', sent, cuts);
          record(transcript, 'S', [flatten(sent).octets], echoCuts);
        }
        const text = JSON.stringify(
          renderTranscript(transcript.entries, [...SECRETS, octetsOf('x'.repeat(300))]).entries,
        );
        for (const part of ['wond', 'land', 'AGFs', 'aWNl', 'bGFuZ', 'xx']) expect(text).not.toContain(part);
        for (const { data } of renderTranscript(transcript.entries, SECRETS).entries)
          expect(data).not.toMatch(/[wondrl]{5}/);
      }),
    );
  });
});

/** Each octet of a stream with where it is found again. */
function places(transcript: Transcript, from: Side, length: number): (string | undefined)[] {
  const rendered = renderTranscript(transcript.entries, SECRETS);
  return Array.from({ length }, (_, offset) => {
    const position = rendered.locate({ connection: 1, from, offset });
    return position === undefined ? undefined : rendered.entries[position.entry]?.data[position.offset];
  });
}

describe('locate', () => {
  test('finds each octet that is no secret, in whatever segments, behind placeholders and echoes', () => {
    fc.assert(
      fc.property(outgoing, ends, ends, (sent, cuts, echoCuts) => {
        const transcript = new Transcript();
        record(transcript, 'C', sent, cuts);
        record(transcript, 'S', [flatten(sent).octets], echoCuts);
        const { octets, secrets } = flatten(sent);
        const rendered = renderTranscript(transcript.entries, [...SECRETS, octetsOf('x'.repeat(300))]);
        for (const from of ['C', 'S'] as const) {
          for (let offset = 0; offset < octets.length; offset++) {
            const position = rendered.locate({ connection: 1, from, offset });
            const data = rendered.entries[position?.entry ?? -1]?.data;
            const isSecret = secrets.some(({ start, end }) => start <= offset && offset < end);
            expect(rendered.hides({ connection: 1, from, offset })).toBe(isSecret);
            expect(position?.offset).toBeLessThan(Math.max(1, data?.length ?? 0));
            const found = isSecret ? undefined : data?.[position?.offset ?? -1];
            expect(found).toBe(isSecret ? undefined : latin1(octets.subarray(offset, offset + 1)));
          }
        }
      }),
    );
  });

  test('finds the octet under each offset of a long entry, and the place where others were left out', () => {
    const transcript = new Transcript();
    const octets = Buffer.from(Array.from({ length: 10_000 }, (_, index) => 0x21 + (index % 90)));
    record(transcript, 'S', [octets]);
    const rendered = renderTranscript(transcript.entries, []);
    const [entry] = rendered.entries;
    expect(entry?.omitted).toEqual({ at: 2048, octets: 10_000 - 4096 });
    const found = places(transcript, 'S', octets.length);
    for (const [offset, character] of found.entries()) {
      const kept = offset < 2048 || offset >= octets.length - 2048;
      expect(character).toBe(kept ? String.fromCharCode(octets[offset] ?? 0) : entry?.data[2048]);
    }
  });

  test('finds octets in entries that were joined, since there were too many', () => {
    const transcript = new Transcript();
    const text = Array.from({ length: 1_000 }, (_, index) => String(index % 10)).join('');
    record(
      transcript,
      'S',
      [octetsOf(text)],
      Array.from({ length: text.length }, (_, index) => index),
    );
    const rendered = renderTranscript(transcript.entries, []);
    expect(rendered.entries.length).toBeLessThan(400);
    expect(places(transcript, 'S', text.length).join('')).toBe(text);
  });

  test('joined entries keep their secrets hidden, and never join two sides or two connections', () => {
    const transcript = new Transcript();
    for (let count = 0; count < 301; count++) record(transcript, 'C', [octetsOf('NOOP\r\n')]);
    record(transcript, 'C', [octetsOf('PASS '), secret(PASSWORD, 'password'), octetsOf('\r\n')], [6, 8, 12]);
    record(transcript, 'S', [octetsOf(`-ERR ${PASSWORD}\r\n`)], [8]);
    transcript.record(2, 'S', 'data', octetsOf('+OK\r\n'));
    transcript.record(1, 'S', 'close');
    const { entries } = renderTranscript(transcript.entries, SECRETS);
    expect(entries.slice(300).map(({ data, from, connection, event }) => [connection, from, event, data])).toEqual([
      [1, 'C', 'data', 'NOOP\r\nPASS {password}\r\n'],
      [1, 'S', 'data', '-ERR **********\r\n'],
      [2, 'S', 'data', '+OK\r\n'],
      [1, 'S', 'close', ''],
    ]);
  });

  test('a whole run of large answers stays short', () => {
    const transcript = new Transcript();
    for (let count = 0; count < 200; count++) {
      record(transcript, 'C', [octetsOf('RETR 1\r\n')]);
      record(transcript, 'S', [Buffer.alloc(20_000, 'x')]);
    }
    const { entries } = renderTranscript(transcript.entries, []);
    expect(entries.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThan(256 * 1024);
  });

  test('behind the last octet it is the last one, and in a stream without octets it is nowhere', () => {
    const transcript = new Transcript();
    record(transcript, 'S', [octetsOf('+OK\r\n')]);
    const rendered = renderTranscript(transcript.entries, []);
    expect(rendered.locate({ connection: 1, from: 'S', offset: 99 })).toEqual({ entry: 0, offset: 4 });
    expect(rendered.locate({ connection: 2, from: 'S', offset: 0 })).toBeUndefined();
    expect(rendered.locate({ connection: 1, from: 'C', offset: 0 })).toBeUndefined();
  });
});
