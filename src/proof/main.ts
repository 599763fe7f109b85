/**
 * `npm run proof`: the suite against every fault and every variant. It prints the kill matrix, writes it to
 * `reports/proof/`, and ends with 1 where the suite is not proved.
 *
 * `--own` runs each fault against the scenarios of its own requirement only; a name or an id selects subjects;
 * `--segment HOW` cuts what the client sends.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { matrixFile } from '../catalogue/proofs.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import { loadSubjects } from './load-subjects.ts';
import { holds, matrixOf } from './matrix.ts';
import { runJobs } from './pool.ts';
import { renderMatrix, renderTable, summaryLine } from './render.ts';
import { judgeTrial, type Trial } from './trial.ts';

const words = process.argv.slice(2);
const ownScenariosOnly = words.includes('--own');
const segment = words.includes('--segment') ? (words[words.indexOf('--segment') + 1] ?? '') : 'whole';
const wanted = words.filter((word) => !word.startsWith('--') && word !== segment);

if (parseSegmentation(segment) === undefined) {
  console.error(`proof: --segment ${segment}: whole, octet, crlf or random:SEED`);
  process.exit(2);
}

const root = suiteRoot();
const { requirements } = await loadCatalogue([ownFeatures('server')]);
const subjects = await loadSubjects();
const exceptions: Record<string, string> =
  parse(await readFile(path.join(root, 'src', 'proof', 'exceptions.yaml'), 'utf8')) ?? {};
const chosen = subjects.flatMap((subject, index) =>
  wanted.length === 0 || wanted.some((word) => subject.name.includes(word) || subject.owner === word) ? [index] : [],
);
if (chosen.length === 0) {
  console.error(`proof: no fault and no variant is called ${wanted.join(', ')}`);
  process.exit(2);
}

const began = performance.now();
const trials: Trial[] = [];
const jobs = chosen
  .filter((index) => !ownScenariosOnly || subjects[index]?.kind === 'fault')
  .map((index) => ({ index, ownScenariosOnly, segmentation: segment }));
await runJobs(jobs, (index, observation) => {
  const subject = subjects[index];
  if (subject === undefined) return;
  const trial = judgeTrial(subject, observation);
  trials.push(trial);
  if (trial.fate !== 'killed' && trial.fate !== 'passed')
    console.log(`${trial.fate.padEnd(12)} ${subject.name}: ${trial.because}`);
});
trials.sort((a, b) => a.subject.name.localeCompare(b.subject.name, 'en', { numeric: true }));

const matrix = matrixOf(trials, requirements, exceptions);
const whole = wanted.length === 0 && !ownScenariosOnly;
if (whole) {
  const folder = path.dirname(matrixFile(root));
  await mkdir(folder, { recursive: true });
  const suffix = segment === 'whole' ? '' : `-${segment.replace(':', '-')}`;
  await writeFile(path.join(folder, `matrix${suffix}.json`), renderMatrix(matrix));
  if (suffix === '') await writeFile(path.join(folder, 'README.md'), renderTable(matrix, requirements, exceptions));
  for (const id of matrix.unproved) console.log(`unproved     ${id} has fewer than two faults`);
}
console.log(`${summaryLine(matrix)} in ${((performance.now() - began) / 1000).toFixed(0)} s`);
const { counts } = matrix;
const good = counts.killed + counts.passed;
console.log(`${good} passed, ${trials.length - good} failed`);
process.exit(whole ? (holds(matrix) ? 0 : 1) : good === trials.length ? 0 : 1);
