import { expect, it } from 'vitest';
import { LineOutput } from './serve-output.ts';

it('leaves lines out while their reader is too slow, and says how many', () => {
  const written: string[] = [];
  const stream = { writableLength: 0, write: (text: string) => written.push(text) };
  const output = new LineOutput(stream);
  output.write('one');
  stream.writableLength = 5 * 1024 * 1024;
  output.write('two');
  output.write('three');
  stream.writableLength = 0;
  output.write('four');
  expect(written).toEqual(['one\n', '# 2 lines are not shown: nobody read them in time\n', 'four\n']);
});
