import { describe, expect, it } from 'vitest';
import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import { parseScript } from '../script/parse.ts';
import type { RequirementResult, Role, RunResult } from '../verdict/result.ts';
import { judgeRecordings, type JudgedRecording } from './judge-recordings.ts';

const { requirements: servers } = await loadCatalogue([ownFeatures('server')]);

/** Requirements of the client by their ids alone: what is judged is not read from features. */
const [model] = servers;
const clients = ['2449-3-C1', '2449-4-C1', '2449-6.6-C1', '1939-7-C1', '2449-5-C6'].map((id): Requirement => {
  if (model === undefined) throw new Error('the catalogue is empty');
  return { ...model, id, role: 'client', level: 'MUST', scenarios: [] };
});

function recording(source: string): JudgedRecording {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return { file: 'bug.pop3', conversation: parsed.script };
}

function judged(role: Role, source: string, ...others: readonly string[]): RunResult {
  return judgeRecordings({
    recordings: [recording(source), ...others.map(recording)],
    role,
    requirements: role === 'server' ? servers : clients,
    version: 'test',
    strict: false,
  });
}

function verdictOn(result: RunResult, id: string): RequirementResult {
  const found = result.requirements.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

const failed = ({ requirements }: RunResult): string[] =>
  requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);

const LOGIN = 'C: USER {user}\nS: +OK {user} has mail\nC: PASS {password...}\nS: +OK\n';

/** An exchange of CAPA. */
function list(...lines: readonly string[]): string {
  return ['C: CAPA', 'S: +OK', ...lines.map((line) => `S: ${line}`), 'S: .', ''].join('\n');
}

describe('a server, from recordings', () => {
  it('keeps what is judged by listening, and the rest is inconclusive', () => {
    const result = judged(
      'server',
      `S: +OK ready <1.2@x>\n${LOGIN}C: RETR 1\nS: +OK\nS: {hidden 20}\nS: .\nC: QUIT\nS: +OK\nclose`,
    );
    expect(failed(result)).toEqual([]);
    expect(result.verdict).toBe('incomplete');
    expect(verdictOn(result, '2449-3-S2')).toMatchObject({
      verdict: 'pass',
      reason: expect.stringMatching(/^judged in 5 places of 1 recording/),
    });
    expect(verdictOn(result, '2449-3-S7').verdict).toBe('pass');
    expect(verdictOn(result, '2449-3-S4')).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('takes a live run'),
    });
    expect(verdictOn(result, '1939-3-S1')).toMatchObject({
      verdict: 'inconclusive',
      reason: 'nothing in the recordings shows it',
    });
  });

  it('is blamed for an octet, with the place', () => {
    const result = judged('server', `S: +OK\n${LOGIN}C: STAT\nS: +ok 1 2\nC: NOOP\nS: +OK\\n\\`, 'S: +OK');
    expect(failed(result)).toEqual(['2449-3-S2', '2449-3-S3']);
    const [sighting] = verdictOn(result, '2449-3-S2').scenarios.filter(({ verdict }) => verdict === 'fail');
    const { entry = -1, offset = -1 } = sighting?.findings[0]?.at ?? {};
    expect(sighting?.transcript[entry]?.data.slice(offset)).toMatch(/^ok 1 2|^\+ok 1 2/);
    expect(sighting?.uri).toBe('bug.pop3');
  });

  it('is blamed where the capability lists of the two states disagree', () => {
    const result = judged(
      'server',
      `S: +OK\n${list('TOP', 'USER', 'SASL PLAIN')}${LOGIN}${list('USER', 'SASL LOGIN')}`,
    );
    expect(failed(result)).toEqual(['2449-5-S3', '2449-5-S4']);
    const same = judged('server', `S: +OK\n${list('TOP', 'STLS')}${LOGIN}${list('TOP')}`);
    expect(verdictOn(same, '2449-5-S3').verdict).toBe('pass');
  });

  it('of another file may have announced what a code needs', () => {
    const refused = 'S: +OK\nC: USER {user}\nS: -ERR [AUTH] no';
    expect(verdictOn(judged('server', refused), '2449-8-S1').verdict).not.toBe('fail');
    expect(failed(judged('server', refused, 'S: +OK\nC: CAPA\nS: +OK\nS: USER\nS: .'))).not.toEqual([]);
  });
});

describe('a client, from recordings', () => {
  it('is judged by what is told, whatever the placeholders stand for', () => {
    const long = 'x'.repeat(240);
    const result = judged(
      'client',
      `S: +OK ready <1.2@x>\nC: APOP {user} {digest...}\nS: -ERR\nC: AUTH CRAM-MD5\nS: + PDEuMkB4Pg==\nC: {response...}\nS: -ERR\nC: USER ${long}{user}\nS: +OK\nC: PASS {password...}\nS: +OK\nC: QUIT\nS: +OK`,
    );
    expect(failed(result)).toEqual([]);
    expect(verdictOn(result, '2449-3-C1').verdict).toBe('pass');
    expect(verdictOn(result, '1939-7-C1').verdict).toBe('inconclusive');
  });

  it('is blamed for commands that do not wait, and for a bare LF', () => {
    const result = judged('client', `S: +OK\n${LOGIN}C: STAT\nC: LIST\nS: +OK 0 0\nS: +OK\nS: .\nC: QUIT\\n\\\nS: +OK`);
    expect(failed(result)).toEqual(['2449-3-C1', '2449-6.6-C1']);
  });
});
