import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { nameOf, PEERS, peersNamed } from './peers.ts';

test('each peer has a name of its own', () => {
  const names = PEERS.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['dovecot-plain', 'dovecot-stls', 'dovecot-implicit', 'popa3d-plain']));
});

test.each(PEERS)('the script of $server has the variant $variant', ({ server, variant }) => {
  const script = readFileSync(path.join(suiteRoot(), `src/interop/peers/${server}.sh`), 'utf8');
  expect(/^VARIANTS='?([a-z ]+)'?$/m.exec(script)?.[1]?.split(' ')).toContain(variant);
});

test("a name is a peer's or a server's, and none is all", () => {
  expect(peersNamed(['courier-sasl', 'popa3d']).peers.map(nameOf)).toEqual(['courier-sasl', 'popa3d-plain']);
  expect(peersNamed([]).peers).toBe(PEERS);
  expect(peersNamed(['popa3d', 'qpopper']).unknown).toEqual(['qpopper']);
});
