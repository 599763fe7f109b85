import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { TestStepResultStatus, type Envelope } from '@cucumber/messages';
import { expect, it, onTestFinished } from 'vitest';
import { lineOf, MessagesFile } from './messages-file.ts';

const SECRETS = [Buffer.from('FAILED'), Buffer.from('wonder"land')];

function failed(message: string): Envelope {
  const timestamp = { seconds: 0, nanos: 0 };
  const testStepResult = {
    status: TestStepResultStatus.FAILED,
    duration: timestamp,
    message,
    exception: { type: 'Stop', message, stackTrace: message },
  };
  return { testStepFinished: { testCaseStartedId: '1', testStepId: '2', testStepResult, timestamp } };
}

it('covers secrets in what an error says, and in nothing that a reader of messages relies on', () => {
  const line = lineOf(failed('there was -ERR wonder"land\n'), SECRETS);
  expect(line).not.toMatch(/wonder|land/);
  expect(JSON.parse(line)).toMatchObject({ testStepFinished: { testStepResult: { status: 'FAILED' } } });
});

it('writes a line for each message', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  const file = await MessagesFile.create(path.join(folder, 'm'), []);
  file.write(failed('a'));
  file.write(failed('b'));
  await file.close();
  const lines = (await readFile(path.join(folder, 'm'), 'utf8')).split('\n');
  expect(lines).toEqual([lineOf(failed('a'), []), lineOf(failed('b'), []), '']);
});

it('says at once that a file can not be written', async () => {
  await expect(MessagesFile.create('/nonexistent/m', [])).rejects.toThrow(/ENOENT/);
});
