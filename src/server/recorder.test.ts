import { expect, it } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { Transcript } from '../wire/transcript.ts';
import { Recorder } from './recorder.ts';

it('keeps a beginning of what happened, and no more than there is room for', () => {
  const transcript = new Transcript(1000);
  const [one, other] = [new Recorder(transcript), new Recorder(transcript)];
  one.sent(octetsOf('+OK\r\n'));
  for (let line = 0; line < 1000; line += 1) one.received(octetsOf('NOOP\r\n'));
  other.received(octetsOf('NOOP\r\n'));
  one.ended('C', 'close');
  const { entries } = transcript;
  expect(entries.length).toBeLessThan(10);
  expect(entries.at(-1)).toMatchObject({ connection: 1, from: 'C', event: 'data' });
});
