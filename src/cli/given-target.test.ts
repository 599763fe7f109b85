import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from './errors.ts';
import { givenTarget } from './given-target.ts';

let folder = '';
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
  await writeFile(file('password'), 'wonderland \r\nsecond line\n');
  await writeFile(file('empty'), '\nwonderland\n');
  await writeFile(file('ca.pem'), '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('givenTarget', () => {
  it('fills in what the user leaves out', async () => {
    expect(await givenTarget('host', { user: 'alice', password: 'a' }, undefined)).toEqual({
      name: 'host',
      host: 'host',
      port: 110,
      tls: 'none',
      verification: {},
      accounts: [{ user: 'alice', password: 'a' }],
      timeoutMs: 20_000,
      maxWaitMs: 10_000,
      segmentation: { kind: 'whole' },
      allowDelete: false,
    });
  });

  it('takes the first line of the password file, white space and all', async () => {
    const target = await givenTarget('host', { user: 'alice', passwordFile: file('password') }, 'other');
    expect(target.accounts[0].password).toBe('wonderland ');
  });

  it('takes the password from the environment where nothing else gives one', async () => {
    expect((await givenTarget('host', { user: 'a' }, 'from-env')).accounts[0].password).toBe('from-env');
    expect((await givenTarget('host', { user: 'a', password: 'p' }, 'from-env')).accounts[0].password).toBe('p');
  });

  it('takes port 995 for TLS from the first octet', async () => {
    const settings = { user: 'a', password: 'b' };
    expect(await givenTarget('pop3s://host', settings, undefined)).toMatchObject({ port: 995, tls: 'implicit' });
    expect(await givenTarget('host', { ...settings, tls: 'implicit' }, undefined)).toMatchObject({ port: 995 });
  });

  it('reads the certificates', async () => {
    const target = await givenTarget('pop3s://host', { user: 'a', password: 'b', ca: file('ca.pem') }, undefined);
    expect(target.verification.ca).toContain('BEGIN CERTIFICATE');
  });

  it.each([
    ['host', {}, /--user NAME and --password-file FILE/],
    ['host', { user: 'alice' }, /the password of alice is missing.*POP3SPEC_PASSWORD/],
    ['host', { user: 'alice', passwordFile: 'nowhere' }, /--password-file: nowhere can't be read: no such file/],
    ['pop3s://host', { user: 'a', password: 'b', tls: 'none' as const }, /contradicts --tls none/],
    ['host', { user: 'a', password: 'b', ca: 'nowhere' }, /--ca is for TLS/],
    ['pop3s://host', { user: 'a', password: 'b', ca: 'nowhere' }, /--ca: nowhere can't be read/],
    ['pop3s://host', { user: 'a', password: 'b', ca: 'x', insecure: true }, /choose one/],
    ['host', { user: 'a', password: 'b', accounts: [{ user: 'a', password: 'c' }] }, /the user a is given twice/],
  ])('refuses %s with %j', async (target, settings, message) => {
    await expect(givenTarget(target, settings, undefined)).rejects.toThrow(message);
    await expect(givenTarget(target, settings, undefined)).rejects.toThrow(UsageError);
  });

  it('refuses a password file without a password, and a CA file without a certificate', async () => {
    await expect(givenTarget('h', { user: 'a', passwordFile: file('empty') }, undefined)).rejects.toThrow(/is empty/);
    const settings = { user: 'a', password: 'b', ca: file('password') };
    await expect(givenTarget('pop3s://h', settings, undefined)).rejects.toThrow(/no certificate in PEM/);
    await expect(givenTarget('pop3s://h', settings, undefined)).rejects.not.toThrow(/wonderland/);
  });
});
