import { expect, it } from 'vitest';
import { lastWords } from './last-words.ts';

it.each([
  ['curl: (8) Weird server reply\n', 'curl: (0) Weird server reply'],
  ['0%\r50%\r100%\nclient: no answer from 127.0.0.1:40123\r\n\n', 'client: no answer from 0.0.0.0:0'],
  ["rc: can't write /tmp/x-aB3/mbox, at 0x7ffe12\n", "rc: can't write / at 0"],
  ['', ''],
])('of %j are %j', (stderr, words) => {
  expect(lastWords(stderr)).toBe(words);
});
