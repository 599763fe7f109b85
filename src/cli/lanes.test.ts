/** A run in lanes is the same as one without: whoever reads its result can't tell which it was. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalogue, ownFeatures, suiteRoot } from '../catalogue/load-catalogue.ts';
import { addressOf } from '../catalogue/requirement.ts';
import { aloneBecause, runsInTurn } from '../suite/alone.ts';
import { readResult } from '../verdict/read-result.ts';
import type { RunResult, ScenarioResult, TranscriptEntry } from '../verdict/result.ts';
import { run } from './main.test.support.ts';

let folder: string;
let serially: RunResult;
let inLanes: RunResult;

async function examine(words: readonly string[]): Promise<RunResult> {
  const name = `result${words.join('')}.json`;
  const { status, stdout, stderr } = await run(['server', '--quiet', '--out', '.', '--json', name, ...words], folder);
  expect({ status, stdout, stderr }).toMatchObject({ status: 0, stderr: '' });
  const read = readResult(await readFile(path.join(folder, name), 'utf8'));
  if (!read.ok) throw new Error(read.problems.join('; '));
  return read.result;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pop3spec-'));
  serially = await examine([]);
  inLanes = await examine(['--parallel', '4']);
}, 120_000);

afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** What is another at each run: a timestamp, a nonce, a digest; and the name of a lane's account. */
function lasting(text: string): string {
  return text
    .replaceAll(/<[^<>\s]+@[^<>\s]+>/g, '<timestamp>')
    .replaceAll(/[A-Za-z0-9+/]{20,}={0,2}/g, 'BASE64')
    .replaceAll(/\blane\d+\b/g, 'alice')
    .replaceAll(/^(USER ).*$/gm, '$1name') // some are spoilt
    .replace(/^\d+ greetings of this run/, 'the greetings of this run'); // so far: what runs alone runs last in lanes
}

/** What each side sent on each connection; where a segment ends is the network's affair. */
function spoken(transcript: readonly TranscriptEntry[]): Record<string, string> {
  const streams: Record<string, string> = {};
  for (const { connection, from, event, data } of transcript) {
    const stream = `${connection} ${from}`;
    streams[stream] = `${streams[stream] ?? ''}${event === 'tls' ? '<tls>' : data}`;
  }
  return Object.fromEntries(Object.entries(streams).map(([stream, text]) => [stream, lasting(text)]));
}

/** What a result says, but for times. */
function told({ requirements }: RunResult): unknown {
  return requirements.map(({ id, verdict, reason, judged, scenarios }) => ({
    id,
    verdict,
    reason: lasting(reason),
    judged,
    scenarios: scenarios.map((each) => [addressOf(each), each.name, each.verdict, lasting(each.reason)]),
  }));
}

/**
 * The conversations, scenario by scenario. What is left out of a long one depends on where its segments end; and what one
 * scenario finds out for others is in the conversation of whichever comes first.
 */
async function conversations(result: RunResult): Promise<unknown> {
  const { requirements } = await loadCatalogue([ownFeatures('server', suiteRoot())]);
  const inTurn = new Set(requirements.flatMap(({ scenarios }) => scenarios.filter(runsInTurn).map(addressOf)));
  return scenariosIn(result)
    .filter(({ transcript }) => transcript.every(({ omitted }) => omitted === undefined))
    .filter((each) => !inTurn.has(addressOf(each)))
    .map((each) => [addressOf(each), spoken(each.transcript)]);
}

function scenariosIn(result: RunResult): ScenarioResult[] {
  return result.requirements.flatMap(({ scenarios }) => scenarios);
}

describe('the built-in server', () => {
  test('has the lanes that were asked for', () => {
    expect(serially.lanes).toBeUndefined();
    expect(inLanes.lanes).toEqual({ asked: 4, used: 4, shortcomings: [] });
    expect(inLanes.faults).toEqual([]);
  });

  test('has the same verdicts for the same reasons, in the same order', () => {
    expect(told(inLanes)).toEqual(told(serially));
    expect(inLanes.summary).toEqual(serially.summary);
    expect(inLanes.claims).toEqual(serially.claims);
    expect(inLanes.verdict).toBe(serially.verdict);
  });

  test('has the same conversations', async () => {
    expect(await conversations(inLanes)).toEqual(await conversations(serially));
  });

  test('meets in lanes only scenarios that keep to their own account and change nothing in it', async () => {
    const { requirements } = await loadCatalogue([ownFeatures('server', suiteRoot())]);
    const alone = new Set(
      requirements
        .flatMap(({ scenarios }) => scenarios)
        .filter((each) => aloneBecause(each) !== undefined)
        .map(addressOf),
    );
    const offenders = scenariosIn(serially).flatMap((each) => {
      if (alone.has(addressOf(each))) return [];
      const said = each.transcript.filter(({ from }) => from === 'C').map(({ data }) => data);
      const strangers = /\b(?:bob|carol|dave|erin)\b/i.exec(said.join(''));
      const deletes = /^DELE /im.exec(said.join(''));
      const [what] = strangers ?? deletes ?? [];
      return what === undefined ? [] : [`${addressOf(each)}: ${what}`];
    });
    expect(offenders).toEqual([]);
  });
});
