/**
 * `npm run proof`: the suite against every fault and every variant. It prints the kill matrix, writes it to
 * `reports/proof/`, and ends with 1 where the suite is not proved.
 *
 * `servers` or `clients` tries the subjects of that role only, and writes what came of them.
 * `--own` runs each fault against the scenarios of its own requirement only; a name or an id selects subjects;
 * `--segment HOW` cuts what the suite sends in this way only. With any of them nothing is written.
 *
 * A subject meets the scenarios in which it can be felt, see `reach.ts`. Unless some are named, they take turns: a variant meets
 * one in eight under each of the segmentations, a fault its own and one in eight of the others. `--thorough`: all of them, a variant under
 * each segmentation. `--every-scenario` runs everything under everything, also where nothing can be felt.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { matrixFile } from '../catalogue/proofs.ts';
import { parseSegmentation } from '../wire/segmentation.ts';
import { exceptionsOf, loadExceptions } from './exceptions.ts';
import { loadSubjects } from './load-subjects.ts';
import { holds, matrixOf } from './matrix.ts';
import { feltRuns, findReaches, NO_REACHES, ownRun, SEGMENTATIONS, tryAll, TURNS, type Terms } from './prove.ts';
import { renderMatrix, renderPage, summaryLine } from './render.ts';
import type { Subject } from './subject.ts';
import { isRight, type Trial } from './trial.ts';

/** After so many trials a line says how far it is. */
const PROGRESS_EVERY = 100;

const ROLES = ['server', 'client'] as const;

const OPTIONS = ['--own', '--segment', '--thorough', '--every-scenario'];

const words = process.argv.slice(2);
const ownScenariosOnly = words.includes('--own');
const segment = words.includes('--segment') ? (words[words.indexOf('--segment') + 1] ?? '') : undefined;
const named = words.filter((word) => !word.startsWith('--') && word !== segment);
const roles = ROLES.filter((role) => named.includes(`${role}s`));
const wanted = named.filter((word) => !ROLES.some((role) => word === `${role}s`));

const unknown = words.find((word) => word.startsWith('--') && !OPTIONS.includes(word));
if (unknown !== undefined) {
  console.error(`proof: there is no option ${unknown}; there are ${OPTIONS.join(', ')}`);
  process.exit(2);
}
if (segment !== undefined && parseSegmentation(segment) === undefined) {
  console.error(`proof: --segment ${segment}: whole, octet, crlf or random:SEED`);
  process.exit(2);
}

const root = suiteRoot();
const { requirements } = await loadCatalogue([ownFeatures('server'), ownFeatures('client')]);
const exceptions = await loadExceptions();
const chosen = (await loadSubjects())
  .filter(({ kind, role }) => (!ownScenariosOnly || kind === 'fault') && (roles.length === 0 || roles.includes(role)))
  .filter(({ name, owner }) => wanted.length === 0 || wanted.some((word) => name.includes(word) || owner === word));
if (chosen.length === 0) {
  console.error(`proof: no fault and no variant is called ${wanted.join(', ')}`);
  process.exit(2);
}
const ids = new Set(requirements.map(({ id }) => id));
for (const { name, owner, seenBy } of chosen) {
  const missing = [owner, seenBy].find((id) => id !== undefined && !ids.has(id));
  if (missing === undefined) continue;
  console.error(`proof: ${name} speaks of ${missing}, and there is no such requirement`);
  process.exit(2);
}
const whole = wanted.length === 0 && !ownScenariosOnly && segment === undefined;

/** What may be missing where no scenario of the owner catches a fault. */
function hintFor({ name, owner, seenBy }: Subject): string {
  const where = seenBy === undefined ? `of ${owner}` : `of ${owner} and ${seenBy}`;
  return `no scenario ${where} catches it: where others meet it in passing, its script says "# seen by ID", and "npm run proof ${name}" tells whose`;
}

function tell({ subject, segmentation, fate, because, observation }: Trial): void {
  const { killers, witnesses } = observation;
  const by = killers.length > 0 ? killers : witnesses.map((witness) => `${witness} in passing`);
  console.log(`${fate.padEnd(12)} ${subject.name} (${segmentation}): ${because}`);
  if (wanted.length > 0 && by.length > 0) console.log(`${' '.repeat(13)}seen by ${by.slice(0, 5).join(', ')}`);
  if (ownScenariosOnly && fate === 'survived') console.log(`${' '.repeat(13)}${hintFor(subject)}`);
}

const began = performance.now();
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`;
const everywhere = words.includes('--every-scenario');
const inTurn = whole && !everywhere && !words.includes('--thorough');
const reaches =
  ownScenariosOnly || everywhere ? NO_REACHES : await findReaches(chosen, inTurn ? SEGMENTATIONS[0] : segment);
const terms: Terms = { requirements, reaches, segmentation: segment, inTurn };
const jobs = chosen.flatMap((subject, turn) =>
  ownScenariosOnly ? [ownRun(subject, requirements)] : feltRuns(subject, terms, turn),
);
let done = 0;
const trials = await tryAll(jobs, chosen, (trial) => {
  done += 1;
  if (wanted.length > 0 || !isRight(trial)) tell(trial);
  if (done % PROGRESS_EVERY === 0) console.log(`${done} of ${jobs.length} after ${seconds()}`);
});

const matrices = ROLES.flatMap((role) => {
  const tried = trials.filter(({ subject }) => subject.role === role);
  const own = requirements.filter((requirement) => requirement.role === role);
  return tried.length === 0
    ? []
    : [{ role, own, matrix: matrixOf(tried, own, exceptionsOf(role, exceptions), inTurn ? TURNS : 1) }];
});
for (const { role, own, matrix } of matrices) {
  console.log(`${role}s: ${summaryLine(matrix)}`);
  if (!whole) continue;
  const file = matrixFile(role, root);
  const page = role === 'server' ? 'README.md' : 'clients.md';
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, renderMatrix(matrix));
  await writeFile(path.join(path.dirname(file), page), renderPage(matrix, own, exceptionsOf(role, exceptions)));
  for (const gap of matrix.gaps) console.log(`missing      ${gap}`);
}
const good = trials.filter(isRight).length;
console.log(`in ${seconds()}`);
console.log(`${good} passed, ${trials.length - good} failed`);
process.exit((whole ? matrices.every(({ matrix }) => holds(matrix)) : good === trials.length) ? 0 : 1);
