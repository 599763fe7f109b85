import { expect, test } from 'vitest';
import { ReferenceClient } from '../../client/reference/launcher.ts';
import type { TlsMode } from '../../target/client.ts';
import { stopOf } from '../bent.test.support.ts';
import { examineClient } from './client.test.support.ts';
import { tellNotToUseStls } from './given.ts';

/** A client as a command line is one: written for one way to use TLS. */
function writtenFor(mode: TlsMode): ReferenceClient {
  const client = new ReferenceClient({ timeoutMs: 5_000 });
  return Object.defineProperty(client, 'modes', { value: [mode] });
}

test('a client that can only be told to use STLS is not asked to go on without', async () => {
  const c = await examineClient({ launcher: writtenFor('stls'), target: { tls: 'stls' } });
  const finding = await stopOf(() => tellNotToUseStls(c));
  expect(finding.kind).toBe('not-applicable');
});

test.each([
  ['none', 'none'],
  ['implicit', 'implicit'],
] as const)('one that is launched for %s stays as it is', async (tls, told) => {
  const c = await examineClient({ launcher: writtenFor(tls), target: { tls } });
  tellNotToUseStls(c);
  expect(c.choices.tls).toBe(told);
});

test('one that can be told either is told to use none', async () => {
  const c = await examineClient({ target: { tls: 'stls' } });
  tellNotToUseStls(c);
  expect(c.choices.tls).toBe('none');
});
