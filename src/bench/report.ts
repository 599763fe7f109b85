/** What the report of a large run costs: 300 scenarios with 20 kB of conversation each, rendered and opened in a browser. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderHtml } from '../report/html/page.ts';
import { installedBrowser } from '../target/launch/browser.ts';
import type { RunResult, ScenarioResult, TranscriptEntry } from '../verdict/result.ts';

const SCENARIOS = 300;
/** Of each transcript, in octets. */
const OCTETS = 20_000;
/** One scenario of so many fails, so that its exchange is open when the page is. */
const FAILS = 30;

export interface ReportCost {
  readonly renderMs: number;
  readonly octets: number;
  /** From the navigation to the first frame behind the load event; undefined where there is no browser. */
  readonly openMs: number | undefined;
}

/** Renders and opens it. @param base a result to take the requirements from */
export async function reportCost(base: RunResult, rounds: number): Promise<ReportCost> {
  const large = enlarged(base);
  const began = performance.now();
  const page = renderHtml(large, []);
  const renderMs = performance.now() - began;
  const folder = mkdtempSync(path.join(tmpdir(), 'pop3spec-bench-'));
  try {
    const file = path.join(folder, 'report.html');
    writeFileSync(file, page);
    return { renderMs, octets: Buffer.byteLength(page), openMs: await opening(pathToFileURL(file).href, rounds) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function enlarged(base: RunResult): RunResult {
  const scenarios = Array.from({ length: SCENARIOS }, (_, index) => scenario(index));
  return {
    ...base,
    requirements: base.requirements.map((requirement, place, all) => ({
      ...requirement,
      scenarios: scenarios.filter((__, index) => index % all.length === place),
    })),
  };
}

function scenario(index: number): ScenarioResult {
  const failed = index % FAILS === 0;
  return {
    name: `scenario ${index}`,
    uri: 'features/server/large.feature',
    line: index + 1,
    verdict: failed ? 'fail' : 'pass',
    reason: 'what was seen',
    durationMs: 3,
    findings: [
      { requirement: '', kind: failed ? 'fail' : 'evidence', message: 'what was seen', at: { entry: 3, offset: 44 } },
    ],
    transcript: conversation(index),
  };
}

function conversation(seed: number): TranscriptEntry[] {
  const entries: TranscriptEntry[] = [];
  let octets = 0;
  for (let turn = 0; octets < OCTETS; turn += 1) {
    const lines = Array.from({ length: 40 }, (_, line) => `line ${line + seed}, of a length that is usual in mail`);
    const data = turn % 2 === 0 ? `RETR ${turn}\r\n` : `+OK\r\n${lines.join('\r\n')}\r\n.\r\n`;
    entries.push({ t: turn * 1.5, from: turn % 2 === 0 ? 'C' : 'S', connection: 1, event: 'data', data });
    octets += data.length;
  }
  return entries;
}

async function opening(url: string, rounds: number): Promise<number | undefined> {
  const executablePath = installedBrowser(process.env);
  if (executablePath === undefined) return undefined;
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run', '--disable-sync'] });
  try {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const page = await (await browser.newContext()).newPage();
      const began = performance.now();
      await page.goto(url);
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
      times.push(performance.now() - began);
      await page.context().close();
    }
    return times.toSorted((a, b) => a - b)[times.length >> 1];
  } finally {
    await browser.close();
  }
}
