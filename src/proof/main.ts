/**
 * `npm run proof`: the suite against every fault and every variant. It prints the kill matrix, writes it to
 * `reports/proof/`, and ends with 1 where the suite is not proved.
 *
 * `--own` runs each fault against the scenarios of its own requirement only; a name or an id selects subjects;
 * `--segment HOW` cuts what the client sends.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { loadWitnesses, matrixFile } from '../catalogue/proofs.ts';
import { addressOf } from '../catalogue/requirement.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import { loadSubjects } from './load-subjects.ts';
import { holds, matrixOf } from './matrix.ts';
import { runJobs } from './pool.ts';
import { renderMatrix, renderTable, summaryLine } from './render.ts';
import type { Subject } from './subject.ts';
import { isRight, judgeTrial, type Trial } from './trial.ts';
import type { Job } from './worker.ts';

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
const chosen = subjects.filter(
  ({ name, owner }) => wanted.length === 0 || wanted.some((word) => name.includes(word) || owner === word),
);
if (chosen.length === 0) {
  console.error(`proof: no fault and no variant is called ${wanted.join(', ')}`);
  process.exit(2);
}

const known = new Set(requirements.flatMap(({ scenarios }) => scenarios.map(addressOf)));
const witnesses = ownScenariosOnly ? await loadWitnesses(root) : {};

/** The scenarios of the owner, and those that saw the fault when the whole suite was last proved. */
function scenariosFor({ name, owner }: Subject): readonly string[] {
  const own = requirements.filter(({ id }) => id === owner).flatMap(({ scenarios }) => scenarios.map(addressOf));
  return [...new Set([...own, ...(witnesses[name] ?? []).filter((witness) => known.has(witness))])];
}

const began = performance.now();
const trials: Trial[] = [];
const byName = new Map(chosen.map((subject) => [subject.name, subject]));
const jobs: readonly Job[] = chosen
  .filter(({ kind }) => !ownScenariosOnly || kind === 'fault')
  .map((subject) => ({
    name: subject.name,
    segmentation: segment,
    ...(ownScenariosOnly ? { selected: scenariosFor(subject) } : {}),
  }));
const lanes = 2 * availableParallelism(); // a run waits a second for a LOGIN-DELAY to pass, so two share a core
const doubted: Job[] = [];
await runJobs(jobs, lanes, (job, observation) => {
  const subject = byName.get(job.name);
  if (subject === undefined) return;
  const trial = judgeTrial(subject, observation);
  if (isRight(trial)) trials.push(trial);
  else doubted.push(job);
});
// A busy machine can miss a deadline, and that proves nothing: what went wrong counts when it does so alone too.
if (doubted.length > 0) console.log(`once more, one at a time: ${doubted.map(({ name }) => name).join(', ')}`);
await runJobs(doubted, 1, ({ name }, observation) => {
  const subject = byName.get(name);
  if (subject === undefined) return;
  const trial = judgeTrial(subject, observation);
  trials.push(trial);
  if (!isRight(trial)) console.log(`${trial.fate.padEnd(12)} ${name}: ${trial.because}`);
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
