/** Without --allow-delete no mail is lost, not even on a server whose messages may be downloaded only once. */

import { expect, onTestFinished, test } from 'vitest';
import { builtInConfig } from '../server/default-config.ts';
import { Pop3Server } from '../server/listener.ts';
import { scriptedConfig } from '../server/scripted.ts';
import { survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import { WHOLE } from '../wire/segmentation.ts';
import { openIn } from './access.ts';
import { Examination } from './examination.ts';
import { newRun } from './run.ts';
import { Stop } from './stop.ts';
import { send, sendTogether } from './talk.ts';

const DOWNLOAD_ONCE = 'engine: without EXPIRE\nengine: deletes-retrieved\n';

async function target(script: string): Promise<{ server: Pop3Server; target: ServerTarget }> {
  const scripted = scriptedConfig(script, await builtInConfig());
  if (!scripted.ok) throw new Error('the script of the test is wrong');
  const server = await Pop3Server.start(scripted.config);
  onTestFinished(() => server.close());
  return {
    server,
    target: {
      name: 'test',
      host: server.host,
      port: server.port,
      tls: 'none',
      verification: { insecure: true },
      accounts: [{ user: 'alice', password: 'wonderland' }],
      timeoutMs: 10_000,
      maxWaitMs: 0,
      segmentation: WHOLE,
      allowDelete: false,
    },
  };
}

test('a survey leaves the mail where it is', async () => {
  const { server, target: described } = await target(DOWNLOAD_ONCE);
  const before = server.messages('alice').length;
  const { messages } = await survey(described);
  expect(messages.length).toBeGreaterThan(0);
  expect(server.messages('alice')).toHaveLength(before);
});

test('a scenario that retrieves leaves the mail where it is, and one that would not does not begin', async () => {
  const { server, target: described } = await target(DOWNLOAD_ONCE);
  const before = server.messages('alice').length;
  const x = new Examination(newRun(described, await survey(described)), '2449-3-S4');
  await openIn(x, 'TRANSACTION');
  await send(x, 'RETR 1');
  await expect(sendTogether(x, 'RETR 1\nQUIT')).rejects.toThrow(Stop);
  await x.leave();
  expect(server.messages('alice')).toHaveLength(before);
});

test('where EXPIRE says that mail may be left, sessions end with QUIT', async () => {
  const { target: described } = await target('engine: expire 30\n');
  const x = new Examination(newRun(described, await survey(described)), '2449-3-S4');
  await openIn(x, 'TRANSACTION');
  await sendTogether(x, 'RETR 1\nQUIT');
  expect(x.outcomes.map((outcome) => outcome.kind === 'answer' && outcome.status)).toEqual(['+OK', '+OK']);
  await x.leave();
});
