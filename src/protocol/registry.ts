/**
 * What is registered and known: the capabilities and response codes of the IANA registries (RFC 2449 section 9), and
 * the commands of RFC 1939 and of the capabilities, as data.
 */

/** The states in which commands are given (RFC 1939 section 3). RFC 2449 calls the first one AUTHENTICATION. */
export const STATES = ['AUTHORIZATION', 'TRANSACTION'] as const;

export type SessionState = (typeof STATES)[number];

export interface RegisteredCapability {
  readonly tag: string;
  /** The requirement that its definition makes: its arguments, and that it works. */
  readonly requirement: string;
  /**
   * In which states the definition announces it. `TRANSACTION or both` is IMPLEMENTATION (RFC 2449 section 6.9);
   * `AUTHORIZATION` is STLS, where it is permitted (RFC 2595 section 4, reading R6).
   */
  readonly announced: 'both' | 'TRANSACTION or both' | 'AUTHORIZATION';
  /** Whether its arguments may differ between the states ("possible differences", RFC 2449 section 5). */
  readonly argumentsMayDiffer: boolean;
  readonly addedCommands: readonly string[];
  /** In which states the added commands are valid. */
  readonly commandStates: readonly SessionState[];
  /**
   * What TLS does to it by its own definition: STLS itself is permitted no longer, SASL may have other mechanisms
   * (RFC 5034 section 3), USER may become permitted (RFC 2595 section 11). Any list may be another after STLS
   * (RFC 2595 section 4), so two lists are compared at the same TLS state only.
   */
  readonly tls?: 'withdrawn' | 'arguments may change' | 'may appear';
  readonly rfc: number;
  readonly section: string;
}

type CapabilityRow = Pick<RegisteredCapability, 'tag' | 'requirement' | 'rfc' | 'section'> &
  Partial<RegisteredCapability>;

/** A row of the registry; what most definitions say ("both / no", no commands) is left out of it. */
function capability(row: CapabilityRow): RegisteredCapability {
  return { announced: 'both', argumentsMayDiffer: false, addedCommands: [], commandStates: [], ...row };
}

/** The registered capabilities, in the order in which the RFCs define them. */
export const CAPABILITIES: readonly RegisteredCapability[] = [
  capability({
    tag: 'TOP',
    requirement: '2449-6.1-S1',
    addedCommands: ['TOP'],
    commandStates: ['TRANSACTION'],
    rfc: 2449,
    section: '6.1',
  }),
  capability({
    tag: 'USER',
    requirement: '2449-6.2-S1',
    addedCommands: ['USER', 'PASS'],
    commandStates: ['AUTHORIZATION'],
    tls: 'may appear',
    rfc: 2449,
    section: '6.2',
  }),
  capability({
    tag: 'SASL',
    requirement: '2449-6.3-S1',
    addedCommands: ['AUTH'],
    commandStates: ['AUTHORIZATION'],
    tls: 'arguments may change',
    rfc: 5034,
    section: '3',
  }),
  capability({ tag: 'RESP-CODES', requirement: '2449-6.4-S1', rfc: 2449, section: '6.4' }),
  capability({ tag: 'LOGIN-DELAY', requirement: '2449-6.5-S1', argumentsMayDiffer: true, rfc: 2449, section: '6.5' }),
  capability({ tag: 'PIPELINING', requirement: '2449-6.6-S1', rfc: 2449, section: '6.6' }),
  capability({ tag: 'EXPIRE', requirement: '2449-6.7-S1', argumentsMayDiffer: true, rfc: 2449, section: '6.7' }),
  capability({
    tag: 'UIDL',
    requirement: '2449-6.8-S1',
    addedCommands: ['UIDL'],
    commandStates: ['TRANSACTION'],
    rfc: 2449,
    section: '6.8',
  }),
  capability({
    tag: 'IMPLEMENTATION',
    requirement: '2449-6.9-S1',
    announced: 'TRANSACTION or both',
    rfc: 2449,
    section: '6.9',
  }),
  capability({
    tag: 'STLS',
    requirement: '2595-4-S1',
    announced: 'AUTHORIZATION',
    addedCommands: ['STLS'],
    commandStates: ['AUTHORIZATION'],
    tls: 'withdrawn',
    rfc: 2595,
    section: '4',
  }),
  capability({ tag: 'AUTH-RESP-CODE', requirement: '3206-6-S3', rfc: 3206, section: '6' }),
  capability({
    tag: 'UTF8',
    requirement: '6856-2-S1',
    addedCommands: ['UTF8'],
    commandStates: ['AUTHORIZATION'],
    rfc: 6856,
    section: '2',
  }),
  capability({
    tag: 'LANG',
    requirement: '6856-3-S1',
    addedCommands: ['LANG'],
    commandStates: ['AUTHORIZATION', 'TRANSACTION'],
    rfc: 6856,
    section: '3',
  }),
];

/** The registered capability of a tag in any case (RFC 2449 section 5); undefined for another tag. */
export function registeredCapability(tag: string): RegisteredCapability | undefined {
  const wanted = tag.toUpperCase();
  return CAPABILITIES.find((registered) => registered.tag === wanted);
}

export interface RegisteredResponseCode {
  /** From the general to the detailed. */
  readonly levels: readonly string[];
  /** The status of the answers that may carry it. All that are registered so far are for failures. */
  readonly status: '-ERR';
  /** The commands whose answers may carry it. */
  readonly commands: readonly string[] | 'any';
  readonly rfc: number;
  readonly section: string;
}

/** The commands that log in; a user's name alone (USER) is among them for some codes. */
const LOGIN = ['AUTH', 'PASS', 'APOP'];

/** The registered response codes. */
export const RESPONSE_CODES: readonly RegisteredResponseCode[] = [
  { levels: ['LOGIN-DELAY'], status: '-ERR', commands: [...LOGIN, 'USER'], rfc: 2449, section: '8.1.1' },
  { levels: ['IN-USE'], status: '-ERR', commands: LOGIN, rfc: 2449, section: '8.1.2' },
  { levels: ['SYS', 'TEMP'], status: '-ERR', commands: 'any', rfc: 3206, section: '4' },
  { levels: ['SYS', 'PERM'], status: '-ERR', commands: 'any', rfc: 3206, section: '4' },
  { levels: ['AUTH'], status: '-ERR', commands: [...LOGIN, 'USER'], rfc: 3206, section: '5' },
  { levels: ['UTF8'], status: '-ERR', commands: ['LIST', 'TOP', 'RETR'], rfc: 6856, section: '5' },
];

/**
 * The registered response code that a code is, in any case and with any further detail behind it (RFC 2449 section 8:
 * unknown hierarchical detail is ignored); undefined for another one, such as SYS alone.
 */
export function registeredResponseCode(levels: readonly string[]): RegisteredResponseCode | undefined {
  return RESPONSE_CODES.find((code) => code.levels.every((level, index) => levels[index]?.toUpperCase() === level));
}

export interface KnownCommand {
  readonly keyword: string;
  /** The states in which it is valid. */
  readonly states: readonly SessionState[];
  /** Whether its positive answer is multi-line: always, never, or where it has no argument. */
  readonly multiLine: 'always' | 'without argument' | 'never';
}

const BEFORE_LOGIN: readonly SessionState[] = ['AUTHORIZATION'];
const AFTER_LOGIN: readonly SessionState[] = ['TRANSACTION'];
const ALWAYS: readonly SessionState[] = ['AUTHORIZATION', 'TRANSACTION'];

/** The commands of RFC 1939 (sections 4 to 7), 2449 (5), 2595 (4), 5034 (4) and 6856 (2.1 and 3.2). */
export const COMMANDS: readonly KnownCommand[] = [
  { keyword: 'CAPA', states: ALWAYS, multiLine: 'always' },
  { keyword: 'STLS', states: BEFORE_LOGIN, multiLine: 'never' },
  { keyword: 'UTF8', states: BEFORE_LOGIN, multiLine: 'never' },
  { keyword: 'LANG', states: ALWAYS, multiLine: 'without argument' },
  { keyword: 'USER', states: BEFORE_LOGIN, multiLine: 'never' },
  { keyword: 'PASS', states: BEFORE_LOGIN, multiLine: 'never' },
  { keyword: 'APOP', states: BEFORE_LOGIN, multiLine: 'never' },
  { keyword: 'AUTH', states: BEFORE_LOGIN, multiLine: 'never' },
  { keyword: 'STAT', states: AFTER_LOGIN, multiLine: 'never' },
  { keyword: 'LIST', states: AFTER_LOGIN, multiLine: 'without argument' },
  { keyword: 'UIDL', states: AFTER_LOGIN, multiLine: 'without argument' },
  { keyword: 'RETR', states: AFTER_LOGIN, multiLine: 'always' },
  { keyword: 'TOP', states: AFTER_LOGIN, multiLine: 'always' },
  { keyword: 'DELE', states: AFTER_LOGIN, multiLine: 'never' },
  { keyword: 'RSET', states: AFTER_LOGIN, multiLine: 'never' },
  { keyword: 'NOOP', states: AFTER_LOGIN, multiLine: 'never' },
  { keyword: 'QUIT', states: ALWAYS, multiLine: 'never' },
];

/** The command of a keyword in any case (RFC 1939 section 3); undefined for one that no RFC defines. */
export function knownCommand(keyword: string): KnownCommand | undefined {
  const wanted = keyword.toUpperCase();
  return COMMANDS.find((command) => command.keyword === wanted);
}

/**
 * A command line as its receiver reads it, right or wrong.
 * @param command without its line end
 * @returns the keyword in upper case, and what follows it and its SP
 */
export function splitKeyword(command: string): { keyword: string; parameters: string } {
  const space = command.indexOf(' ');
  const end = space === -1 ? command.length : space;
  return { keyword: command.slice(0, end).toUpperCase(), parameters: command.slice(end + 1) };
}

/**
 * Whether the positive answer to a command is multi-line.
 * @param command without its line end; the keyword in any case
 */
export function expectsLines(command: string): boolean {
  const { keyword, parameters } = splitKeyword(command);
  const known = knownCommand(keyword)?.multiLine ?? 'never';
  return known === 'always' || (known === 'without argument' && parameters === '');
}
