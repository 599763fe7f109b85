import { expect, test } from 'vitest';
import { Transcript } from '../wire/transcript.ts';
import { visitsOver } from './visits.ts';

const NEVER = new Promise<never>(() => {});
/** Longer than any test takes. */
const LONG_MS = 60_000;

/** Whether the visits are over by the time that a few looks were taken. */
async function isOver(over: Promise<void>): Promise<boolean> {
  const looks = new Promise<false>((resolve) => setTimeout(() => resolve(false), 100));
  return await Promise.race([over.then(() => true), looks]);
}

test('a visit is over once its connection has ended, in whichever way', async () => {
  const transcript = new Transcript();
  const over = visitsOver(transcript, 0, 2, NEVER, LONG_MS);
  transcript.record(1, 'C', 'connect');
  transcript.record(1, 'C', 'close');
  transcript.record(2, 'C', 'connect');
  expect(await isOver(over)).toBe(false);
  transcript.record(2, 'C', 'reset');
  await over;
  expect(transcript.entries).toHaveLength(4);
});

test('what a server ends is still open, and so is a connection beside those that have ended', async () => {
  const transcript = new Transcript();
  const over = visitsOver(transcript, 0, 1, NEVER, LONG_MS);
  for (const connection of [1, 2]) transcript.record(connection, 'C', 'connect');
  transcript.record(1, 'C', 'close');
  transcript.record(2, 'S', 'close');
  expect(await isOver(over)).toBe(false);
  transcript.record(2, 'C', 'close');
  await over;
  expect(transcript.entries).toHaveLength(5);
});

test('the visits of earlier launches do not count', async () => {
  const transcript = new Transcript();
  transcript.record(1, 'C', 'connect');
  transcript.record(1, 'C', 'close');
  expect(await isOver(visitsOver(transcript, 2, 1, new Promise((end) => setTimeout(end, 500)), LONG_MS))).toBe(false);
});

test.each([
  ['the client has ended', Promise.resolve(), LONG_MS],
  ['the time is over', NEVER, 20],
])('nobody waits for a visit any more where %s', async (_why, ended, limitMs) => {
  await expect(visitsOver(new Transcript(), 0, 1, ended, limitMs)).resolves.toBeUndefined();
});
