import { describe, expect, it } from 'vitest';
import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { parseFeature } from '../catalogue/parse-feature.ts';
import { readFeatures } from '../catalogue/read-features.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import { parseScript } from '../script/parse.ts';
import type { Conversation } from '../script/syntax.ts';
import type { TlsMode } from '../target/client.ts';
import { featureWith } from './feature.ts';
import { emitGherkin } from './gherkin.ts';
import type { Claim } from './steps.ts';

const { requirements } = await loadCatalogue([ownFeatures('server'), ownFeatures('client')]);

function requirement(id: string): Requirement {
  const found = requirements.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

function conversation(source: string): Conversation {
  const parsed = parseScript(source);
  if (!parsed.ok || parsed.script.kind !== 'conversation') throw new Error(JSON.stringify(parsed));
  return parsed.script;
}

/** The steps of a scenario, or why there is none. */
function steps(source: string, id: string, claim: Claim, tls?: TlsMode): string {
  const emitted = emitGherkin({
    conversation: conversation(source),
    requirement: requirement(id),
    claim,
    ...(tls === undefined ? {} : { tls }),
    name: 'a scenario',
    comments: ['one\nline'],
  });
  if (!emitted.ok) return emitted.reason;
  expect(emitted.text.split('\n', 1)).toEqual(['# one line']);
  return (emitted.text.split('Scenario: a scenario\n')[1] ?? '').replaceAll(/^ {6}/gm, '');
}

const LOGIN = 'C: USER {user}\nS: +OK\nC: PASS {password...}\nS: +OK\n';
const LIST = 'C: CAPA\nS: +OK\nS: TOP\nS: .\n';
const RULE: Claim = { kind: 'rule' };

/** The steps that judge an answer. */
function answer(expected: string, came: string): string {
  const source = `S: +OK\nC: NOOP\nS: ${expected}\nC: QUIT\nS: +OK\n`;
  return steps(source, '1939-3-S1', { kind: 'answer', at: 0, came: [came] });
}

describe('a scenario', () => {
  it('compares the lists of both states', () => {
    expect(steps(`S: +OK\n${LIST}${LOGIN}${LIST}C: QUIT\nS: +OK\n`, '2449-5-S3', RULE)).toBe(
      [
        'Given the server has CAPA',
        'And a session in the AUTHORIZATION state',
        'When the client sends "CAPA"',
        'And the answer is kept as "the list before login"',
        'And the client logs in by USER',
        'And the client sends "CAPA"',
        'Then each capability of "the list before login" is announced after login',
        '',
      ].join('\n'),
    );
  });

  it('says that a rule is kept, with every octet of what is sent', () => {
    const source = 'S: +OK\nC: XTND \\x00"\\{user\\}\\\\ \\x20\nS: -ERR\nC: TOP 1 0\nS: -ERR\n';
    expect(steps(source, '2449-3-S2', RULE)).toBe(
      [
        'Given a message in the maildrop',
        'And a session in the AUTHORIZATION state',
        String.raw`When the client sends "XTND \x00\x22\x7Buser}\\\x20\x20"`,
        'And the client sends "TOP 1 0"',
        'Then what the server sent keeps this rule',
        '',
      ].join('\n'),
    );
    expect(steps('S: OK\n', '2449-3-S1', RULE)).toContain('When the client connects\n');
  });

  it('says what the answer should be, of several in one write of each', () => {
    const source = `S: +OK\nC: USER {user}\nC: PASS {password...}\nC: STAT\nS: +OK\nS: +OK\nS: +OK 1 1\n`;
    expect(steps(source, '2449-6.6-S1', { kind: 'answer', at: 2, came: [] })).toBe(
      [
        'Given the server announces "PIPELINING"',
        'And the account may log in again',
        'And a session in the AUTHORIZATION state',
        'When the client sends in one write:',
        '  """',
        '  USER {user}',
        '  PASS {password}',
        '  STAT',
        '  """',
        'Then the answers are, in turn:',
        '  """',
        '  positive',
        '  positive',
        '  positive',
        '  """',
        '',
      ].join('\n'),
    );
  });

  it('says which kind of answer, else which code', () => {
    expect(answer('-ERR', '+OK\r\n')).toMatch(/Then the answer is negative\n$/);
    expect(answer('+OK', '-ERR\r\n')).toMatch(/Then the answer is positive\n$/);
    expect(answer('-ERR [IN-USE] x', '-ERR [AUTH] y\r\n')).toMatch(/Then the answer has the code "IN-USE"\n$/);
    expect(answer('-ERR x', '-ERR [AUTH] y\r\n')).toMatch(/Then the answer has no code "AUTH"\n$/);
    expect(answer('-ERR x', '-ERR y\r\n')).toMatch(/no step says which text/);
    expect(answer('hello', '-ERR y\r\n')).toMatch(/neither \+OK nor -ERR/);
  });

  it('logs in by SASL, where the mechanism is announced', () => {
    const plain = `S: +OK\nC: AUTH PLAIN {response...}\nS: +OK\n${LIST}`;
    expect(steps(plain, '5034-3-S1', RULE)).toContain('And the server announces the mechanism "PLAIN"\n');
    expect(steps(plain, '5034-3-S1', RULE)).toMatch(/logs in by PLAIN\n.*\nThen SASL is still announced\n$/);
    const asked = 'S: +OK\nC: AUTH PLAIN\nS: +\\x20\nC: {response...}\nS: +OK\n';
    expect(steps(asked, '5034-4-S2', RULE)).toContain('logs in by PLAIN after the empty challenge\n');
  });

  it.each([
    ['S: +OK\nC: NO\\\nclient cut\nC: OP\nS: +OK\n', 'no step says where in a line a segment ends'],
    ['S: +OK\nC: AUTH NTLM {response...}\nS: +OK\n', 'no step logs in by NTLM'],
    ['S: +OK\nC: AUTH NTLM {response...}\nS: -ERR\n', 'no step sends {response} in this place'],
    ['S: +OK\nC: NOOP\nS: +OK\nC: STLS\nS: +OK\nstart TLS\n', 'no step begins TLS behind other commands'],
    ['S: +OK\nC: TOP ...\nS: +OK\n', 'what the client sends is not told'],
  ])('is not made of %j', (source, reason) => {
    expect(steps(source, '2449-3-S2', RULE)).toContain(reason);
  });
});

describe('a scenario about a client', () => {
  it('is a server that it meets, octet for octet', () => {
    const source = [
      String.raw`S: +OK \\"\\"\\" <x> \\\x20`,
      'C: USER {user}',
      'S: +OK {user}\\',
      'cut',
      'S: """',
      'C: QUIT',
      'S: +OK',
      'close',
    ].join('\n');
    const text = steps(source, '2449-3-C1', RULE);
    const [, script = ''] = /^ {2}"""\n(.*)^ {2}"""\n/ms.exec(text) ?? [];
    expect(conversation(script)).toEqual(conversation(source));
    expect(text.replace(script, '')).toBe(
      [
        'Given the server answers:',
        '  """',
        '  """',
        'When the client fetches the mail',
        'Then what the client sent keeps this rule',
        '',
      ].join('\n'),
    );
  });

  it('holds answers back where it matters what came before one', () => {
    const source = `S: +OK\n${LOGIN}`;
    const held = /"""\nAnd the server holds each answer back until the client has had its chance\nWhen /;
    expect(steps(source, '2449-6.6-C1', RULE)).toMatch(held);
    expect(steps(source, '2449-6.6-C1', RULE)).toMatch(/Then the client waits for each answer\n$/);
    expect(steps(source, '2595-4-C1', RULE)).toMatch(held);
    expect(steps(source, '2449-3-C1', RULE)).not.toMatch(held);
  });

  it('sees that nothing is attempted where the server nowhere announces SASL', () => {
    const without = `S: +OK\n${LIST}C: AUTH PLAIN {response...}\nS: +OK\n`;
    expect(steps(without, '5034-3-C1', RULE)).toMatch(/Then the client does not attempt AUTH\n$/);
    expect(steps(without, '5034-3-C2', RULE)).toMatch(/Then AUTH, where it is attempted, has no initial response\n$/);
    const later = `${without}C: CAPA\nS: +OK\nS: SASL PLAIN\nS: .\n`;
    expect(steps(later, '5034-3-C1', RULE)).toMatch(/Then what the client sent keeps this rule\n$/);
  });

  it('tells it to use TLS where the server does, or it was told to', () => {
    const stls = 'S: +OK\nC: STLS\nS: +OK\nstart TLS\n';
    expect(steps(stls, '2449-3-C1', RULE)).toMatch(/^Given the client is told to use STLS\nAnd the server answers:\n/);
    expect(steps('S: +OK\n', '2595-2.5-C1', RULE, 'stls')).toMatch(/^Given the client is told to use STLS\n/);
    expect(steps('start TLS\nS: +OK\n', '2449-3-C1', RULE, 'stls')).toMatch(
      /^Given the client is told to use TLS from the first octet\nAnd the server answers:\n {2}"""\n {2}start TLS\n/,
    );
  });

  it('says that it comes to an end, where nothing is left for it to wait for', () => {
    const end: Claim = { kind: 'end' };
    const answered = 'S: +OK\nC: CAPA\nS: -ERR\n';
    expect(steps(answered, '2449-3-C2', end)).toMatch(/Then the mail is fetched, or the client gives up in order\n$/);
    expect(steps('S: +OK\nC: CAPA\n', '2449-3-C2', end)).toMatch(/the server leaves something unanswered/);
    expect(steps('S: +OK\nC: CAPA\nS: +OK\n', '2449-3-C2', end)).toMatch(/the server leaves something unanswered/);
  });

  it('is not made of what no step says', () => {
    expect(steps('S: +OK\n', '2449-3-C1', { kind: 'unsayable', reason: 'no step does' })).toBe('no step does');
  });
});

describe('a feature', () => {
  it.each(requirements.map((each) => [each.id, each] as const))('of %s adds to the requirement', (id, each) => {
    const parsed = parseFeature('x.feature', featureWith(each, ['why'], ['Scenario: s', '  Given a step']));
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const { requirements: read, problems } = readFeatures([parsed]);
    expect(problems).toEqual([]);
    expect(read).toMatchObject([{ id, level: each.level, title: each.title, scenarios: [{ name: 's' }] }]);
  });
});
