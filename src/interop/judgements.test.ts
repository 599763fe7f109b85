import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { requirement } from '../report/sample.ts';
import { discrepancies, readJudgements, type Judged, type Judgement } from './judgements.ts';
import { SUBJECTS } from './subjects.ts';

const JUDGED: Judgement = {
  requirement: '2449-5-S3',
  peer: 'dovecot',
  fault: 'theirs',
  because: 'USER and SASL are missing after the login.',
};
const ALL = new Set(['dovecot', 'courier']);

const peer = (product: string, ...failed: readonly string[]): Judged => ({
  name: `${product}-plain`,
  product,
  requirements: failed.map((id) => requirement(id, 'fail', { reason: 'because' })),
});

test('a failure with a judgement of its server is in order', () => {
  expect(discrepancies([JUDGED], [peer('dovecot', '2449-5-S3'), peer('courier')], ALL)).toEqual([]);
});

test('a failure without one is not, and another server does not lend its own', () => {
  expect(discrepancies([JUDGED], [peer('dovecot', '2449-5-S3'), peer('courier', '2449-5-S3')], ALL)).toEqual([
    'courier-plain: 2449-5-S3 failed and has no judgement: because',
  ]);
});

test('a judgement without its failure is stale, where all peers of the server were run', () => {
  const stale = ['the judgement on 2449-5-S3 of dovecot is stale: it did not fail'];
  expect(discrepancies([JUDGED], [peer('dovecot')], ALL)).toEqual(stale);
  expect(discrepancies([JUDGED], [peer('dovecot')], new Set())).toEqual([]);
});

test('a fault of our own is a failure until it is mended', () => {
  const found = discrepancies([{ ...JUDGED, fault: 'ours' }], [peer('dovecot', '2449-5-S3')], ALL);
  expect(found).toEqual(['2449-5-S3 of dovecot is judged to be our own fault: mend it']);
});

test('a mistake in the file is told with its place', () => {
  expect(() => readJudgements('- { requirement: 2449-5-S3, peer: x, fault: nobody, because: too short }')).toThrow(
    /fault[^]*because|because[^]*fault/,
  );
  const twice = JSON.stringify([JUDGED, JUDGED]);
  expect(() => readJudgements(twice)).toThrow('2449-5-S3 of dovecot is judged twice');
});

test.each(['server', 'client'] as const)(
  'the judgements that we publish on a %s speak of requirements of its role that there are',
  async (role) => {
    const judgements = readJudgements(readFileSync(path.join(suiteRoot(), 'src/interop/judgements.yaml'), 'utf8'));
    const { requirements } = await loadCatalogue([ownFeatures(role)]);
    const ids = new Set(requirements.map(({ id }) => id));
    const products = new Set(SUBJECTS.filter((subject) => subject.role === role).map(({ product }) => product));
    const ofRole = judgements.filter(({ peer: product }) => products.has(product));
    expect(ofRole.filter(({ requirement: id }) => !ids.has(id))).toEqual([]);
  },
);

test('nobody else is judged', () => {
  const judgements = readJudgements(readFileSync(path.join(suiteRoot(), 'src/interop/judgements.yaml'), 'utf8'));
  const products = new Set(SUBJECTS.map(({ product }) => product));
  expect(judgements.filter(({ peer: product }) => !products.has(product))).toEqual([]);
});
