import { describe, expect, test } from 'vitest';
import type { AccountConfig } from '../server/config.ts';
import { startServer } from '../server/testing.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { laneMaildrops, type LaneMaildrops } from './lane-maildrops.ts';
import { survey } from './survey.ts';
import type { ServerTarget } from './target.ts';

const MAIL = Buffer.from('Subject: one\r\n\r\nA line.\r\n');

function account(user: string, changes: Partial<AccountConfig> = {}): AccountConfig {
  return { user, password: 'secret', loginDelay: 0, expire: 'NEVER', messages: [MAIL], ...changes };
}

/** Asks for lanes on a server with some accounts. */
async function lanesOf(
  accounts: readonly [AccountConfig, ...AccountConfig[]],
  lanes: number,
  changes: Partial<ServerTarget> = {},
): Promise<LaneMaildrops> {
  const server = await startServer({ accounts });
  const [main, ...others] = accounts.map(({ user, password }) => ({ user, password }));
  if (main === undefined) throw new Error('no account');
  const target: ServerTarget = {
    name: 'the target',
    host: '127.0.0.1',
    port: server.port,
    tls: 'none',
    verification: {},
    accounts: [main, ...others],
    timeoutMs: 10_000,
    maxWaitMs: 0,
    segmentation: WHOLE,
    allowDelete: false,
    ...changes,
  };
  return await laneMaildrops(target, await survey(target), lanes);
}

function users({ maildrops }: LaneMaildrops): string[] {
  return maildrops.map(({ account: { user } }) => user);
}

describe('lanes', () => {
  test('one needs no other account, and none is looked at', async () => {
    const found = await lanesOf([account('alice')], 1);
    expect(users(found)).toEqual(['alice']);
    expect(found.shortcomings).toEqual([]);
  });

  test('each has an account of its own, with the mail of the first', async () => {
    const found = await lanesOf([account('alice'), account('bob'), account('carol')], 3);
    expect(users(found)).toEqual(['alice', 'bob', 'carol']);
    expect(found.shortcomings).toEqual([]);
    expect(found.maildrops[2]).toMatchObject({ works: { TOP: true, UIDL: true }, messages: [{ size: MAIL.length }] });
  });

  test('there are no more than accounts', async () => {
    const found = await lanesOf([account('alice'), account('bob')], 4);
    expect(users(found)).toEqual(['alice', 'bob']);
    expect(found.shortcomings).toEqual(['each lane needs an account of its own, and 2 are given (--account)']);
  });

  test('one account that holds other mail is left out, and the next one taken', async () => {
    const other = account('bob', { messages: [Buffer.from('Subject: another\r\n\r\nOf\r\ntwo lines.\r\n')] });
    expect(users(await lanesOf([account('alice'), other, account('carol')], 2))).toEqual(['alice', 'carol']);
    const found = await lanesOf([account('alice'), other], 2);
    expect(users(found)).toEqual(['alice']);
    expect(found.shortcomings).toEqual(['the maildrop of bob holds other mail than that of alice']);
  });

  test('how many messages of a kind there are makes no difference', async () => {
    const found = await lanesOf([account('alice'), account('bob', { messages: [MAIL, MAIL] })], 2);
    expect(users(found)).toEqual(['alice', 'bob']);
  });

  test('one account to which the server announces other capabilities is left out', async () => {
    const found = await lanesOf([account('alice'), account('bob', { expire: 60 })], 2);
    expect(users(found)).toEqual(['alice']);
    expect(found.shortcomings).toEqual(['the server announces other capabilities to bob than to alice']);
  });

  test('there is one where the server removes what is retrieved', async () => {
    const consuming = { expire: 0 } as const;
    const found = await lanesOf([account('alice', consuming), account('bob', consuming)], 2, { allowDelete: true });
    expect(users(found)).toEqual(['alice']);
    expect(found.shortcomings).toEqual(['this server removes what a scenario retrieves']);
  });

  test('a login that is refused is told, and not the end of the run', async () => {
    const spares = [{ user: 'mallory', password: 'secret' }];
    const found = await lanesOf([account('alice')], 2, { spares });
    expect(users(found)).toEqual(['alice']);
    expect(found.shortcomings).toEqual(['mallory could not log in, or not soon enough']);
  });

  test('one whose LOGIN-DELAY lets it log in too late is left out', async () => {
    const delayed = { loginDelay: 60 };
    const found = await lanesOf([account('alice', delayed), account('bob', delayed)], 2);
    expect(found.shortcomings).toEqual(['bob could not log in, or not soon enough']);
  });
});
