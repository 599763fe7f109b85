/** Holds the features of this suite, the list of the untestable and the RFCs against each other. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkClaims, checkFileSizes, checkQuotations, checkRows, statementsOf } from './ledger.ts';
import { loadCatalogue, ownFeatures, suiteRoot } from './load-catalogue.ts';
import { normalise, sectionsOf } from './rfc-text.ts';
import { CLIENT_ROWS, SERVER_ROWS } from './rows.ts';
import { parseUntestable } from './untestable.ts';

const features = join(suiteRoot(), 'features');
const readme = readFileSync(join(features, 'rfc', 'README.md'), 'utf8');
const texts = [...readme.matchAll(/^\| (rfc(\d+)\S*) \| ([\da-f]{64}) \|$/gm)].map(
  ([, file = '', number = '', sum = '']) => ({
    file,
    number: Number(number),
    sum,
    octets: readFileSync(join(features, 'rfc', file)),
  }),
);
const library = new Map(texts.map(({ number, octets }) => [number, sectionsOf(octets.toString('utf8'))]));
const untestable = parseUntestable(readFileSync(join(features, 'untestable.yaml'), 'utf8'));
const { requirements, problems } = await loadCatalogue([ownFeatures('server'), ownFeatures('client')]);

/** What a server or client sends may begin with `>` too. */
const DOC_STRING = /^\s*"""[\s\S]*?^\s*"""/gm;

/** Discrepancies as one text, so that a failure prints them one a line. */
function listed(discrepancies: readonly string[]): string {
  return discrepancies.join('\n');
}

describe('the texts of the RFCs', () => {
  it.each(texts)('$file is unmodified', ({ octets, sum }) => {
    expect(createHash('sha256').update(octets).digest('hex')).toBe(sum);
  });

  it('are all in the table of the README', () => {
    const files = readdirSync(join(features, 'rfc')).filter((file) => file.endsWith('.txt'));
    expect(texts.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  });

  it('are taken apart: RFC 2449 states 34 sentences with a key word and 20 rules of grammar in sections 3 to 9', () => {
    const statements = statementsOf(library.get(2449) ?? []);
    expect(statements.filter(({ key }) => key.startsWith('section '))).toHaveLength(34);
    expect(statements.filter(({ key }) => /^[a-z-]+$/.test(key)).map(({ key }) => key)).toEqual(
      (
        'command keyword param response capa-resp capa-tag capability cchar dot-stuffed gchar greeting multi-line rchar ' +
        'resp-code resp-level schar single-line status text timestamp'
      ).split(' '),
    );
  });
});

describe('the features', () => {
  it('are read without a problem', () => {
    expect(listed(problems.map(({ uri, line, message }) => `${uri}:${line} ${message}`))).toBe('');
  });

  it('have each quoted line in the description of a Rule, and none among the steps', () => {
    const quoted = normalise(requirements.flatMap(({ quotes }) => quotes.map(({ text }) => text)).join('\n'));
    const lost = [...new Set(requirements.map(({ uri }) => uri))].flatMap((uri) => {
      const source = readFileSync(join(suiteRoot(), uri), 'utf8').replaceAll(DOC_STRING, '');
      const lines = [...source.matchAll(/^\s*> (.*)$/gm)].map(([, words = '']) => words);
      return lines.filter((words) => !quoted.includes(normalise(words))).map((words) => `${uri}: ${words}`);
    });
    expect(listed(lost)).toBe('');
  });

  it('have no file with more scenarios than Cucumber runs well', () => {
    expect(listed(checkFileSizes(requirements))).toBe('');
  });

  it('have a Rule for each row of the catalogue, and no other', () => {
    expect(listed(checkRows(requirements, [...SERVER_ROWS, ...CLIENT_ROWS]))).toBe('');
  });

  it('quote what the RFCs say', () => {
    expect(listed(checkQuotations(requirements, library))).toBe('');
  });

  it('claim all that RFC 2449 states, but for what is listed as untestable with the reason', () => {
    expect(listed(checkClaims(statementsOf(library.get(2449) ?? []), requirements, untestable))).toBe('');
  });
});
