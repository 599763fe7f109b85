/** What a scenario reports through Cucumber's messages: media types of our own, with JSON. */

import type { Finding, RecordedLaunch, TranscriptEntry } from './result.ts';

export const FINDINGS_TYPE = 'application/vnd.pop3spec.findings+json';
export const TRANSCRIPT_TYPE = 'application/vnd.pop3spec.transcript+json';

/** The findings of one scenario, and for each requirement how many things were judged by it in passing. */
export interface FindingsAttachment {
  readonly findings: readonly Finding[];
  readonly judged: Readonly<Record<string, number>>;
  /** Of a scenario about a client. */
  readonly launches?: readonly RecordedLaunch[];
}

export type TranscriptAttachment = readonly TranscriptEntry[];
