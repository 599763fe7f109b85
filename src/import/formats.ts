/** The formats of logs, and which of them a log is in. Pure. */

import { readCurl, readFetchmail, readMpop, readPlain } from './arrow-logs.ts';
import type { Log } from './heard.ts';
import { readPoplib } from './poplib.ts';
import { readThunderbird } from './thunderbird.ts';

/** A format that is one text. */
interface TextFormat {
  readonly read: (source: string) => Log;
  /** What only logs of this format have. */
  readonly sign: RegExp;
}

/** In the order in which they are tried: what is common to several comes last. */
const TEXTS: Readonly<Record<string, TextFormat>> = {
  fetchmail: { read: readFetchmail, sign: /^(?:fetchmail: )?POP3[<>] /m },
  mpop: { read: readMpop, sign: /^(?:-->|<--) /m },
  poplib: { read: readPoplib, sign: /^\*(?:put|get|cmd)\* /m },
  thunderbird: { read: readThunderbird, sign: /\bpop3[\w.-]*: "?[CS]: |POP3.*?\b(?:SEND|RECV): /i },
  curl: { read: readCurl, sign: /^[<>] (?:\+OK|-ERR|CAPA)/m },
  text: { read: readPlain, sign: /^[ \t]*S:[ \t]*[+-]/m },
};

/** All formats that there are; `pcap` and `rawlog` are not texts. */
export const FORMATS = ['pcap', 'rawlog', ...Object.keys(TEXTS)] as const;

/** Reads a log that is a text. @returns undefined where there is no such format */
export function readText(format: string, source: string): Log | undefined {
  return TEXTS[format]?.read(source);
}

/** Dovecot's times, before each line. */
const RAWLOG = /^\d{9,11}\.\d{6} /;

/** The first octets of captures: of pcap in either order of octets, with times in millionths or finer, and of pcapng. */
const CAPTURE = /^(?:\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x4d\x3c\xb2\xa1|\xa1\xb2\x3c\x4d|\n\r\r\n)/;

/** The format of a log, by what is in it. @returns undefined where it can't be told */
export function guess(source: string): string | undefined {
  if (CAPTURE.test(source)) return 'pcap';
  if (RAWLOG.test(source)) return 'rawlog';
  return Object.entries(TEXTS).find(([, { sign }]) => sign.test(source))?.[0];
}
