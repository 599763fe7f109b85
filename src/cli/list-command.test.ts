import { describe, expect, it } from 'vitest';
import { ownFolder, run } from './main.test.support.ts';

describe('list', () => {
  it('lists requirements with their scenarios, for people and for programs', async () => {
    const folder = await ownFolder();
    const text = await run(['list', '--only', '2449-5-S1', '--verbose'], folder);
    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toMatch(/^RFC 2449 section 5, the server\n {2}2449-5-S1 +MUST/);
    const address = /features\/server\/\S+\.feature:\d+/.exec(text.stdout)?.[0] ?? '';
    const json = await run(['list', '--only', address, '--json'], folder);
    expect(JSON.parse(json.stdout)).toMatchObject([
      {
        id: '2449-5-S1',
        rfc: 2449,
        section: '5',
        role: 'server',
        level: 'MUST',
        scenarios: [{ uri: address.split(':')[0] }],
      },
    ]);
  });
});
