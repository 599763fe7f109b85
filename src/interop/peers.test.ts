import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { suiteRoot } from '../catalogue/load-catalogue.ts';
import { nameOf, PEERS } from './peers.ts';

test('each peer has a name of its own', () => {
  const names = PEERS.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['dovecot-plain', 'dovecot-stls', 'dovecot-implicit', 'popa3d-plain']));
});

test.each(PEERS)('the script of $server has the variant $variant', ({ server, variant }) => {
  const script = readFileSync(path.join(suiteRoot(), `src/interop/peers/${server}.sh`), 'utf8');
  expect(/^VARIANTS='?([a-z ]+)'?$/m.exec(script)?.[1]?.split(' ')).toContain(variant);
});
