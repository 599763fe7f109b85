/** That a launch always ends, and that nothing of it is left. */

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { node, shell } from './launching.test.support.ts';

const isLinux = existsSync('/proc/self/stat');

describe('the end of a launch', () => {
  it('comes when its time is over', async () => {
    const client = await node('setInterval(() => {}, 1000)', { limitMs: 300 });
    expect(await client.ended).toMatchObject({ status: undefined, endedByUs: 'time' });
  });

  it('comes when the scenario is over', async () => {
    const scenario = new AbortController();
    const client = await node('setInterval(() => {}, 1000)', {}, { signal: scenario.signal });
    scenario.abort();
    expect(await client.ended).toMatchObject({ status: undefined, endedByUs: 'scenario' });
  });

  it('comes at once where the scenario was over before it began', async () => {
    const client = await node('setInterval(() => {}, 1000)', {}, { signal: AbortSignal.abort() });
    expect(await client.ended).toMatchObject({ endedByUs: 'scenario' });
  });

  it('comes when it is asked for, more than once too', async () => {
    const client = await node('setInterval(() => {}, 1000)');
    await Promise.all([client.end(), client.end()]);
    expect(await client.ended).toMatchObject({ endedByUs: 'scenario' });
  });

  it('keeps the exit status of a client that ends in its own way when it is asked to', async () => {
    const client = await shell(`trap 'echo bye; exit 9' TERM; echo >$READY; while :; do sleep 0.01; done`);
    await client.ready();
    await client.end();
    expect(await client.ended).toMatchObject({ status: 9, endedByUs: 'scenario', stdout: 'bye\n' });
  });

  it.each([
    ['ignores signals', `trap '' TERM INT HUP; echo >$READY; while :; do sleep 1; done`],
    ['is stopped', `echo >$READY; kill -STOP $$`],
    ['closes its output and stays', `exec >&- 2>&-; echo >$READY; sleep 1000`],
    ['fills its output', `echo >$READY; yes`],
    ['starts others again and again', `trap '' TERM; echo >$READY; while :; do sh -c 'sleep 1' & sleep 0.01; done`],
  ])('comes for one that %s', async (_, script) => {
    const client = await shell(script);
    await client.ready();
    await client.end();
    expect(await client.ended).toMatchObject({ status: undefined, endedByUs: 'scenario' });
    expect(client.left()).toEqual([]);
  });
});

describe('what a client leaves running', () => {
  it('may end by itself, as a delivery agent does', async () => {
    const client = await shell('(sleep 0.1; echo mail >mbox) >/dev/null 2>&1 & exit 0');
    const { status, endedByUs, stored } = await client.ended;
    expect({ status, endedByUs }).toEqual({ status: 0, endedByUs: undefined });
    expect(stored.map(String)).toContain('mail\n');
  });

  it.each([
    ['in the background, with its output open', 'sleep 1000 & exit 3'],
    ['in the background, deaf to signals', `(trap '' TERM; while :; do sleep 1; done) & exit 3`],
  ])('is ended where it stays %s', async (_, script) => {
    const client = await shell(script);
    expect(await client.ended).toMatchObject({ status: 3, endedByUs: undefined });
    expect(client.left()).toEqual([]);
  });

  it.runIf(isLinux).each([
    ['in a session of its own', 'setsid sleep 1000 & exit 3'],
    ['as a daemon', `setsid sh -c 'sleep 1000 >/dev/null 2>&1 </dev/null & exit 0' & wait; exit 3`],
  ])('is ended where it stays %s', async (_, script) => {
    const client = await shell(script);
    expect(await client.ended).toMatchObject({ status: 3, endedByUs: undefined });
    expect(client.left()).toEqual([]);
  });

  it.runIf(isLinux)('is ended where it has neither mark nor session any more, if it was seen before', async () => {
    const client = await shell(`setsid env -i /bin/sh -c 'echo >$1; sleep 1000' $TOKEN $READY & wait`);
    await client.ready();
    await client.settled(1000);
    await client.end();
    expect(client.left()).toEqual([]);
  });
});
