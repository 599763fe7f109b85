import { expect, test } from 'vitest';
import { conversation, HOSTILE, requirement, sampleResult, scenario, summaryOf } from '../report/sample.ts';
import type { ScenarioResult } from '../verdict/result.ts';
import { renderOverview, type PeerReport } from './overview.ts';
import { PEERS } from './peers.ts';

function reportOf(reason: string, scenarios: readonly ScenarioResult[] = []): PeerReport {
  const [peer] = PEERS;
  if (peer === undefined) throw new Error('there are no peers');
  const requirements = [
    requirement('2449-5-S3', 'fail', { reason, scenarios }),
    requirement('2449-5-S9', 'advice', { reason: 'CAPA X brought a list' }),
    requirement('2449-5-S1', 'pass'),
  ];
  return { peer, version: '1:2.3', result: sampleResult({ requirements, summary: summaryOf(requirements) }) };
}

const JUDGEMENT = {
  requirement: '2449-5-S3',
  peer: 'dovecot',
  fault: 'theirs',
  because: 'RFC 2449 section 5\nsays so.',
} as const;

test('the page has a row for each peer, and each failure with its judgement', () => {
  const page = renderOverview([reportOf('SASL is missing')], [JUDGEMENT]);
  expect(page).toContain(
    '| peer | version | outcome | failed | advice | inconclusive | passed | not applicable | not run |',
  );
  expect(page).toMatch(/^\| \[dovecot-plain\].* \| 1:2\.3 \| [a-z-]+ \| 1 \| 1 \| 0 \| 1 \| 0 \| 0 \|$/m);
  expect(page).toContain(
    '* **2449-5-S3** (MUST): SASL is missing  \n  **The server breaks the requirement.** RFC 2449 section 5 says so.',
  );
  expect(page).toContain('* 2449-5-S9, advice: CAPA X brought a list');
});

test('the exchange around the breach is shown, and a peer can not end its fence', () => {
  const transcript = conversation('S: +OK ready\r\n', 'C: CAPA\r\n', 'S: ```\r\n# owned\r\n');
  const finding = { requirement: '2449-5-S3', kind: 'fail', message: 'no', at: { entry: 3, offset: 0 } } as const;
  const report = reportOf('SASL is missing', [scenario('one', 'fail', { transcript, findings: [finding] })]);
  expect(renderOverview([report], [])).toContain(
    [
      '  ```',
      '  C: (opens the connection)',
      '  S: +OK ready\\r\\n',
      '  C: CAPA\\r\\n',
      '  S: ```\\r\\n',
      '  S: # owned\\r\\n',
      '  ```',
    ].join('\n'),
  );
});

test('a failure that nobody has judged says so', () => {
  expect(renderOverview([reportOf('SASL is missing')], [])).toContain('**Not judged yet.**');
});

test('what a peer said is text, whatever it said', () => {
  const page = renderOverview([reportOf(`${HOSTILE}\n# a heading | a cell`)], []);
  const [line = ''] = page.split('\n').filter((each) => each.startsWith('* **2449-5-S3**'));
  expect(line).toContain('\\<img src=x onerror=alert(1)\\>');
  expect(line).toContain('# a heading \\| a cell');
  expect(line).not.toMatch(/[^\\]<|[^ -~]/);
});
