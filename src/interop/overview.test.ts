import { expect, test } from 'vitest';
import { conversation, HOSTILE, requirement, sampleResult, scenario, summaryOf } from '../report/sample.ts';
import type { ScenarioResult } from '../verdict/result.ts';
import { renderOverview, type SubjectReport } from './overview.ts';

function reportOf(reason: string, scenarios: readonly ScenarioResult[] = []): SubjectReport {
  const subject = { name: 'dovecot-plain', product: 'dovecot', about: 'Dovecot, without TLS' };
  const requirements = [
    requirement('2449-5-S3', 'fail', { reason, scenarios }),
    requirement('2449-5-S9', 'advice', { reason: 'CAPA X brought a list' }),
    requirement('2449-5-S1', 'pass'),
  ];
  return { subject, version: '1:2.3', result: sampleResult({ requirements, summary: summaryOf(requirements) }) };
}

const JUDGEMENT = {
  requirement: '2449-5-S3',
  peer: 'dovecot',
  fault: 'theirs',
  because: 'RFC 2449 section 5\nsays so.',
} as const;

test('the page has a row for each server, and each failure with its judgement', () => {
  const page = renderOverview('server', ['whole'], [reportOf('SASL is missing')], [JUDGEMENT]);
  expect(page).toContain(
    '| server | version | outcome | failed | advice | inconclusive | passed | not applicable | not run |',
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
  expect(renderOverview('server', ['whole'], [report], [])).toContain(
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
  expect(renderOverview('server', ['whole'], [reportOf('SASL is missing')], [])).toContain('**Not judged yet.**');
});

test('what a peer said is text, whatever it said', () => {
  const page = renderOverview('server', ['whole'], [reportOf(`${HOSTILE}\n# a heading | a cell`)], []);
  const [line = ''] = page.split('\n').filter((each) => each.startsWith('* **2449-5-S3**'));
  expect(line).toContain('\\<img src=x onerror=alert(1)\\>');
  expect(line).toContain('# a heading \\| a cell');
  expect(line).not.toMatch(/[^\\]<|[^ -~]/);
});

test('the page of clients shows how each was started, and says who breaks what', () => {
  const report = reportOf('sasl is not understood');
  const subject = { ...report.subject, name: 'curl-plain', product: 'curl', command: 'curl pop3://{host}:{port}/1' };
  const page = renderOverview('client', ['whole', 'octet'], [{ ...report, subject }], [{ ...JUDGEMENT, peer: 'curl' }]);
  expect(page).toContain('# The suite against real clients');
  expect(page).toContain('for each segmentation (`whole`, `octet`)');
  expect(page).toContain('```\ncurl pop3://{host}:{port}/1\n```');
  expect(page).toContain('**The client breaks the requirement.**');
});
