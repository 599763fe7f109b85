/** Each fault against the scenarios of its own requirement: the quick half of the proof. `npm run proof` is the whole. */

import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { suiteRoot } from '../catalogue/load-catalogue.ts';

const SEVERAL_MINUTES = 20 * 60_000;

// The compiled command, since Cucumber loads compiled steps only.
const MAIN = path.join(suiteRoot(), 'dist', 'src', 'proof', 'main.js');

test(
  'every fault is killed by the scenarios of its requirement',
  async () => {
    const proof = spawn(process.execPath, [MAIN, '--own'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const output = await text(proof.stdout);
    expect(output).toMatch(/\b0 failed\n$/);
    expect(output).toMatch(/servers: ([1-9]\d*) of \1 faults killed for the stated reason/);
    expect(output).toMatch(/clients: ([1-9]\d*) of \1 faults killed for the stated reason/);
  },
  SEVERAL_MINUTES,
);
