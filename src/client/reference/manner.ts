/**
 * The decisions of a POP3 client, each a small function of what it knows. {@link BY_THE_BOOK} takes all of them
 * correctly; a fault, or a variant that is correct in another way, overrides single ones.
 */

import type { DropListing, ScanListing, UniqueIdListing } from '../../protocol/listing.ts';
import type { Line } from '../../protocol/line.ts';
import type { Mechanism } from '../../protocol/sasl.ts';
import type { Answer, Status } from '../answer.ts';
import type { Announced, CapabilityList } from '../capabilities.ts';
import type { LoginMethod } from '../login.ts';
import type { Reason } from './exit-status.ts';
import type { Knowledge } from './knowledge.ts';
import type { Hearing, Request } from './request.ts';

/** When CAPA may be asked for: after the greeting, after TLS has begun, after the login. */
export type Moment = 'greeting' | 'TLS' | 'login';

export interface Greeting {
  readonly text: Buffer;
  /** With its angle brackets. */
  readonly timestamp: string | undefined;
}

/** The seconds that LOGIN-DELAY announced, where it did. */
export interface Delays {
  readonly beforeLogin: number | undefined;
  readonly afterLogin: number | undefined;
}

/** Why there is no TLS though the client was told to use it. */
export type NoTls = 'not announced' | 'refused' | 'no handshake';

/** What goes over the connection. */
export interface Speech {
  /**
   * The octets to send for a request, its CRLF included; none for the greeting.
   * @returns nothing, one write, or several: each is flushed before the next
   */
  readonly sends: (line: Buffer, request: Request, knowledge: Knowledge) => Buffer | readonly Buffer[];
  /** Commands to send before a request, whose answers nobody looks at. */
  readonly sendsFirst: (request: Request, knowledge: Knowledge) => readonly string[];
  /** Whether a request may be sent while others have no answer yet. */
  readonly mayFollow: (next: Request, outstanding: readonly Request[], knowledge: Knowledge) => boolean;
  /** Whether it reads what comes while there is more to send. */
  readonly readsWhileSending: (knowledge: Knowledge) => boolean;
  /** Sees each line that comes, and gives what the client makes of it: another line, several, or none. */
  readonly hears: (line: Line, hearing: Hearing, knowledge: Knowledge) => Line | Line[];
}

/** What the client makes of the octets that it has read. */
export interface Reading {
  /** undefined: this is no greeting of a server that can be talked to. */
  readonly greeting: (line: Line) => Greeting | undefined;
  /** The status that a first line begins with; undefined: it is none. */
  readonly status: (line: Line, request: Request, knowledge: Knowledge) => Status | undefined;
  /** Which of the requests outstanding an answer belongs to, as an index. */
  readonly belongsTo: (status: Status | undefined, outstanding: readonly Request[], knowledge: Knowledge) => number;
  /** Whether a line ends a multi-line answer. @param startsLine whether it stands behind a CRLF */
  readonly ends: (line: Line, startsLine: boolean, request: Request) => boolean;
  /** What the server stored. @param octets a message as it came, without the dot line */
  readonly message: (octets: Buffer, knowledge: Knowledge) => Buffer;
  /** One line of a capability list; undefined: it says nothing. */
  readonly capability: (line: string, knowledge: Knowledge) => Announced | undefined;
  /** The capability of that name. */
  readonly announced: (list: CapabilityList | undefined, tag: string, knowledge: Knowledge) => Announced | undefined;
  readonly dropListing: (text: Buffer) => DropListing | undefined;
  readonly scanListing: (line: Buffer) => ScanListing | undefined;
  readonly uniqueId: (line: Buffer) => UniqueIdListing | undefined;
  /** The levels of the response code of an answer, as they came; empty without one. */
  readonly code: (answer: Answer, knowledge: Knowledge) => readonly string[];
  /** What a response code means for a login. */
  readonly reason: (levels: readonly string[], knowledge: Knowledge) => Reason | undefined;
  /** The seconds of LOGIN-DELAY. */
  readonly loginDelay: (capability: Announced | undefined, knowledge: Knowledge) => number | undefined;
  /** Why the client gives up after an answer; undefined: it goes on. */
  readonly givesUpAfter: (answer: Answer, request: Request, knowledge: Knowledge) => string | undefined;
}

/** What the client chooses to do. */
export interface Choices {
  readonly asksCapa: (moment: Moment, knowledge: Knowledge) => boolean;
  /** Whether it sends STLS now. */
  readonly sendsStls: (knowledge: Knowledge) => boolean;
  /** Whether it goes on in the clear where it was told to use TLS. */
  readonly goesOnInTheClear: (why: NoTls, knowledge: Knowledge) => boolean;
  /** Whether it goes on though the server's certificate does not hold. @param problem the code of OpenSSL or Node */
  readonly acceptsCertificate: (problem: string, knowledge: Knowledge) => boolean;
  /** What is done with octets that came in the clear behind the +OK of STLS: heard as if they had come under TLS, or not. */
  readonly clearOctets: (knowledge: Knowledge) => 'give up' | 'drop' | 'hear';
  /** The capability list that is still believed in once TLS has begun. */
  readonly keepsAcrossTls: (list: CapabilityList | undefined, knowledge: Knowledge) => CapabilityList | undefined;
  /** Whether it sends UTF8 before the login (RFC 6856 section 2.1). */
  readonly sendsUtf8: (knowledge: Knowledge) => boolean;
  /** The ways to log in, the best first. */
  readonly prefers: (knowledge: Knowledge) => readonly LoginMethod[];
  /** Whether the server offers a way to log in. */
  readonly isOffered: (method: LoginMethod, knowledge: Knowledge) => boolean;
  /** The way that is tried where nothing is known to be offered. */
  readonly lastResort: (knowledge: Knowledge) => readonly LoginMethod[];
  /** Whether the name and the password may be sent in this way. */
  readonly canSay: (method: LoginMethod, knowledge: Knowledge) => boolean;
  /** Whether PASS follows what came for USER. */
  readonly passFollows: (answer: Answer, knowledge: Knowledge) => boolean;
  /** The argument of APOP that proves the password. */
  readonly digest: (timestamp: string, password: string) => string;
  /** Whether the initial response goes along with AUTH. @param line the whole command with it, and its CRLF */
  readonly sendsInitialResponse: (mechanism: Mechanism, line: Buffer, knowledge: Knowledge) => boolean;
  /** A challenge; undefined: it can't be decoded, and the exchange is cancelled. @param text without the `+` and its SP */
  readonly challenge: (text: string, knowledge: Knowledge) => Buffer | undefined;
  /** The line that answers a challenge. @param response undefined: the exchange is cancelled */
  readonly response: (response: Buffer | undefined, challenge: Buffer | undefined, knowledge: Knowledge) => Buffer;
  /** What is done once a login was refused. */
  readonly afterRefusal: (
    method: LoginMethod,
    answer: Answer,
    knowledge: Knowledge,
  ) => 'give up' | 'next method' | 'new connection';
  /** What is done once CAPA was refused. */
  readonly afterNoCapa: (knowledge: Knowledge) => 'go on' | 'new connection';
  /** The listings that it asks for. */
  readonly lists: (knowledge: Knowledge) => readonly ('LIST' | 'UIDL')[];
  /** Whether it fetches messages, or only counts them. */
  readonly fetches: (knowledge: Knowledge) => boolean;
  /** The command that fetches a message. */
  readonly retrieval: (message: number, knowledge: Knowledge) => string;
  /** Whether it deletes what it has fetched. */
  readonly deletes: (message: number, knowledge: Knowledge) => boolean;
  /** Whether it ends the session with QUIT. */
  readonly quits: (knowledge: Knowledge) => boolean;
  /** How long the next login waits at least, in milliseconds from the +OK of the last one. */
  readonly rests: (intervalMs: number, delays: Delays) => number;
}

export type Manner = Speech & Reading & Choices;
