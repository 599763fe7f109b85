/** `npm run bench`: what a run costs, as figures and ratios. Nothing here passes or fails. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { builtInTarget } from '../cli/built-in-target.ts';
import type { Settings } from '../cli/settings.ts';
import { examineServer } from '../suite/examine-server.ts';
import type { RunResult } from '../verdict/result.ts';
import type { WireEntry } from '../wire/transcript.ts';
import { farSuite } from './far.ts';
import { recordingCost, type Cost, type RecordingCost } from './recording.ts';
import { replay } from './replay.ts';
import { reportCost } from './report.ts';

const ROUNDS = 5;

/** A scenario that takes longer than this was waiting for time to pass (a LOGIN-DELAY is whole seconds). */
const WAITING_MS = 350;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** The wall time of the command with these arguments, in milliseconds; the median of several runs. */
function command(...words: string[]): number {
  const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  return median(
    Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      spawnSync(process.execPath, [main, ...words], { stdio: 'ignore' });
      return performance.now() - began;
    }),
  );
}

interface Round {
  readonly suite: number;
  readonly waiting: number;
  readonly replay: number;
  readonly scenarios: readonly number[];
  readonly result: RunResult;
}

/** The suite on the built-in server, and then the same octets on another one. */
async function round(): Promise<Round> {
  const settings: Settings = {};
  const { requirements } = await loadCatalogue([ownFeatures('server')]);
  const transcripts: (readonly WireEntry[])[] = [];
  const first = await builtInTarget(settings);
  const began = performance.now();
  const durations: number[] = [];
  const result = await examineServer({
    target: first.target,
    requirements,
    root: suiteRoot(),
    version: 'bench',
    strict: false,
    onTranscript: (entries) => transcripts.push(entries),
    onScenario: ({ durationMs }) => durations.push(durationMs),
  });
  const suite = performance.now() - began;
  await first.close();
  const second = await builtInTarget(settings);
  const bare = await replay(transcripts, second.target.port);
  await second.close();
  const waits = durations.filter((duration) => duration > WAITING_MS);
  return { suite, waiting: waits.reduce((sum, wait) => sum + wait, 0), replay: bare, scenarios: durations, result };
}

function row(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(52)}${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit}`);
}

console.log(`medians of ${ROUNDS} runs; the load of the machine was ${loadavg()[0]?.toFixed(1)} at the beginning\n`);
row('pop3spec --version', command('--version'), 'ms');
row('pop3spec list', command('list'), 'ms');
const reports = mkdtempSync(path.join(tmpdir(), 'pop3spec-bench-'));
row('pop3spec server --only 2449-5-S7', command('server', '--only', '2449-5-S7', '--out', reports), 'ms');
const recordings: RecordingCost[] = [];
for (let index = 0; index < ROUNDS; index++) recordings.push(await recordingCost(reports));
const ways = [
  ['straight to the server', (each: RecordingCost): Cost | undefined => each.direct],
  ['by socat', (each: RecordingCost): Cost | undefined => each.socat],
  ['by pop3spec record', (each: RecordingCost): Cost | undefined => each.recorder],
] as const;
for (const [way, of] of ways) {
  const costs = recordings.flatMap((each) => of(each) ?? []);
  if (costs.length === 0) console.log(`${way}: not installed`);
  else {
    row(`a message of 20 MB, ${way}`, median(costs.map(({ throughput }) => throughput)), 'MB/s');
    row(`an exchange, ${way}`, median(costs.map(({ exchange }) => exchange)), 'ms');
  }
}
const ratios = recordings.flatMap(({ socat, recorder }) =>
  socat === undefined
    ? []
    : [{ message: socat.throughput / recorder.throughput, exchange: recorder.exchange / socat.exchange }],
);
if (ratios.length > 0) {
  row('ratio, pop3spec record to socat, time for the message', median(ratios.map(({ message }) => message)), '');
  row('ratio, pop3spec record to socat, an exchange', median(ratios.map(({ exchange }) => exchange)), '');
}
rmSync(reports, { recursive: true });
const rounds: Round[] = [];
for (let index = 0; index < ROUNDS; index++) rounds.push(await round());
const scenarios = rounds.flatMap((each) => each.scenarios);
row('a scenario', median(scenarios), 'ms');
row(`the server suite (${rounds[0]?.scenarios.length ?? 0} scenarios)`, median(rounds.map((each) => each.suite)), 'ms');
row('  of which waiting for a LOGIN-DELAY to pass', median(rounds.map((each) => each.waiting)), 'ms');
row('a bare replay of its octets', median(rounds.map((each) => each.replay)), 'ms');
row('ratio, suite to replay', median(rounds.map((each) => each.suite / each.replay)), '');
row('ratio, without the waiting', median(rounds.map((each) => (each.suite - each.waiting) / each.replay)), '');
const LANES = 4;
const { requirements } = await loadCatalogue([ownFeatures('server')]);
const serially = await farSuite(requirements, 1);
const inLanes = await farSuite(requirements, LANES);
row('the server suite behind 50 ms of round trip (once)', serially, 'ms');
row(`  in ${LANES} lanes`, inLanes, 'ms');
row('  ratio, serially to in lanes', serially / inLanes, '');
const [first] = rounds;
if (first === undefined) throw new Error('there was no run');
const report = await reportCost(first.result, ROUNDS);
row('a report of 300 scenarios with 20 kB each: rendering', report.renderMs, 'ms');
row('  its size', report.octets / 1024, 'kB');
if (report.openMs === undefined) console.log('  opening it: no browser is installed (CHROMIUM_PATH names one)');
else row('  opening it in a browser', report.openMs, 'ms');
