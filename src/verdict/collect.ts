/** Cucumber's messages as outcomes of scenarios. Pure, and the only place that knows the messages' shape. */

import {
  TestStepResultStatus,
  type Envelope,
  type Pickle,
  type TestCase,
  type TestStepResult,
} from '@cucumber/messages';
import { FINDINGS_TYPE, TRANSCRIPT_TYPE, type FindingsAttachment } from './attachments.ts';
import type { Finding, RecordedLaunch, TranscriptEntry } from './result.ts';

/** What one scenario came to. */
export interface ScenarioOutcome {
  readonly name: string;
  readonly uri: string;
  /** Of the scenario, or of the row of the examples. */
  readonly line: number;
  readonly tags: readonly string[];
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  /** For each requirement, how many things were judged by it in passing. */
  readonly judged: Readonly<Record<string, number>>;
  readonly transcript: readonly TranscriptEntry[];
  /** Of a scenario about a client: the launches that were judged. */
  readonly launches?: readonly RecordedLaunch[];
  /** What went wrong in the harness or in the feature; undefined where nothing did. */
  readonly fault: string | undefined;
}

/** Takes messages one by one, and gives an outcome at the end of each scenario. */
export class Collector {
  readonly #pickles = new Map<string, Pickle>();
  readonly #lines = new Map<string, number>();
  readonly #cases = new Map<string, string>();
  readonly #steps = new Map<string, string>();
  readonly #running = new Map<string, Draft>();
  /** @returns the outcome, where the message ends a scenario */
  take(envelope: Envelope): ScenarioOutcome | undefined {
    if (envelope.gherkinDocument !== undefined) this.#noteLines(envelope.gherkinDocument);
    if (envelope.pickle !== undefined) this.#pickles.set(envelope.pickle.id, envelope.pickle);
    if (envelope.testCase !== undefined) this.#noteSteps(envelope.testCase);
    if (envelope.testCaseStarted !== undefined) {
      const { id, testCaseId, timestamp } = envelope.testCaseStarted;
      const pickle = this.#pickles.get(this.#cases.get(testCaseId) ?? '');
      if (pickle !== undefined) this.#running.set(id, new Draft(pickle, this.#lineOf(pickle), milliseconds(timestamp)));
    }
    if (envelope.attachment !== undefined) {
      const { testCaseStartedId, mediaType, body } = envelope.attachment;
      this.#running.get(testCaseStartedId ?? '')?.attach(mediaType, body);
    }
    if (envelope.testStepFinished !== undefined) {
      const { testCaseStartedId, testStepId, testStepResult } = envelope.testStepFinished;
      this.#running.get(testCaseStartedId)?.step(this.#steps.get(testStepId) ?? 'a hook', testStepResult);
    }
    if (envelope.testCaseFinished === undefined) return undefined;
    const { testCaseStartedId, timestamp } = envelope.testCaseFinished;
    const draft = this.#running.get(testCaseStartedId);
    if (draft === undefined) return undefined;
    this.#running.delete(testCaseStartedId);
    return draft.finish(milliseconds(timestamp));
  }

  #noteSteps({ id, pickleId, testSteps }: TestCase): void {
    this.#cases.set(id, pickleId);
    const texts = new Map(this.#pickles.get(pickleId)?.steps.map((step) => [step.id, step.text]));
    for (const step of testSteps) {
      const text = texts.get(step.pickleStepId ?? '');
      if (text !== undefined) this.#steps.set(step.id, `the step "${text}"`);
    }
  }

  /** A pickle's place is that of its last node: the row of the examples, else the scenario. */
  #lineOf(pickle: Pickle): number {
    return this.#lines.get(pickle.astNodeIds.at(-1) ?? '') ?? 0;
  }

  #noteLines(node: unknown): void {
    if (Array.isArray(node)) for (const child of node) this.#noteLines(child);
    else if (isRecord(node)) {
      const { id, location } = node;
      if (typeof id === 'string' && isRecord(location) && typeof location['line'] === 'number') {
        this.#lines.set(id, location['line']);
      }
      this.#noteLines(Object.values(node));
    }
  }
}

class Draft {
  readonly #pickle: Pickle;
  readonly #line: number;
  readonly #began: number;
  #attachment: FindingsAttachment = { findings: [], judged: {} };
  #transcript: readonly TranscriptEntry[] = [];
  #fault: string | undefined;
  #failed: string | undefined;

  constructor(pickle: Pickle, line: number, began: number) {
    this.#pickle = pickle;
    this.#line = line;
    this.#began = began;
  }

  attach(mediaType: string, body: string): void {
    // Both are our own, written by the same version in the same process.
    if (mediaType === FINDINGS_TYPE) this.#attachment = JSON.parse(body);
    if (mediaType === TRANSCRIPT_TYPE) this.#transcript = JSON.parse(body);
  }

  step(step: string, result: TestStepResult): void {
    switch (result.status) {
      case TestStepResultStatus.PASSED:
      case TestStepResultStatus.SKIPPED:
        return;
      case TestStepResultStatus.FAILED:
        // A breach fails its step by an error of one type; any other error is ours.
        if (result.exception?.type === 'Stop') this.#failed ??= result.exception.message ?? '';
        else this.#fault ??= result.message ?? 'a step failed without an error';
        return;
      default:
        this.#fault ??= `${step} is ${result.status.toLowerCase()}`;
    }
  }

  finish(ended: number): ScenarioOutcome {
    const { findings, judged, launches } = this.#attachment;
    const unheard = this.#failed !== undefined && !findings.some((finding) => finding.kind === 'fail');
    return {
      name: this.#pickle.name,
      uri: this.#pickle.uri,
      line: this.#line,
      tags: this.#pickle.tags.map((tag) => tag.name),
      durationMs: Math.round((ended - this.#began) * 10) / 10,
      findings,
      judged,
      transcript: this.#transcript,
      ...(launches === undefined ? {} : { launches }),
      fault: this.#fault ?? (unheard ? `a breach left no finding: ${this.#failed}` : undefined),
    };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function milliseconds({ seconds, nanos }: { seconds: number; nanos: number }): number {
  return seconds * 1000 + nanos / 1e6;
}
