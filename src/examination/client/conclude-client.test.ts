import { expect, test } from 'vitest';
import { examineClient } from './client.test.support.ts';

test('a scenario tells which connections were of which launch, and of those that are judged only', async () => {
  const c = await examineClient({ target: { tls: 'stls' } });
  await c.fetch('first');
  await c.launch([]);
  await c.fetch('last');
  const { findings, transcript } = await c.end();
  expect(new Set(transcript.map(({ connection }) => connection))).toEqual(new Set([1, 2, 3]));
  expect(findings.launches).toEqual([
    { connections: [1], wantsTls: true },
    { connections: [3], wantsTls: true },
  ]);
});
