/** A conversation as lines for a shell: octets into nc or openssl for a server, a served recording for a client. Pure. */

import { latin1, octetsOf } from '../protocol/octets.ts';
import { printScript } from '../script/print.ts';
import type { Conversation, Pattern } from '../script/syntax.ts';
import { beginning, sessionOf, type Exchange } from './exchanges.ts';
import type { Emitted } from './gherkin.ts';

/** The variables that hold what is nobody's business. */
export const USER_VARIABLE = 'POP3SPEC_USER';
const PASSWORD_VARIABLE = 'POP3SPEC_PASSWORD';

export interface ShellServer {
  readonly host: string;
  readonly port: number;
  readonly underTls: boolean;
}

/** A text quoted for a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The line that says a conversation to a server. */
export function emitForServer(conversation: Conversation, server: ShellServer): Emitted {
  const { exchanges: all, isCut } = sessionOf(conversation);
  const stls = all.findIndex(({ beginsTls }) => beginsTls);
  if (stls > 0) return { ok: false, reason: 'openssl sends STLS before anything else, and the conversation does not' };
  const exchanges = stls === 0 ? all.slice(1) : all;
  const pieces: string[] = [];
  let piece: Piece = { format: '', words: [] };
  const end = (): void => {
    if (piece.format === '') return;
    pieces.push(["printf '", piece.format, "'", ...piece.words.map((word) => ` ${word}`)].join(''));
    piece = { format: '', words: [] };
  };
  for (const exchange of exchanges) {
    for (const line of exchange.lines) {
      const said = pieceOf(line, exchange);
      if (said === undefined) {
        return { ok: false, reason: 'it takes a response that is computed from what the server says' };
      }
      piece = { format: `${piece.format}${said.format}\\r\\n`, words: [...piece.words, ...said.words] };
      // A response follows a challenge, and nothing is sent ahead of one that does not say so.
      if (!exchange.isAhead || exchange.lines.length > 1) end();
    }
  }
  end();
  const isUsed = (variable: string): boolean => pieces.some((each) => each.includes(`$${variable}`));
  const variables = [USER_VARIABLE, PASSWORD_VARIABLE].filter(isUsed);
  const [only = 'true'] = pieces;
  const input = pieces.length === 1 ? `{ ${only}; sleep 1; }` : `{ ${pieces.join('; sleep 1; ')}; sleep 1; }`;
  return {
    ok: true,
    text: [
      ...(variables.length === 0 ? [] : [`# ${variables.join(' and ')} hold who logs in; set and export them before.`]),
      '# A pipe does not wait for answers: it waits a second each time instead, which a slow server may need more of.',
      ...(isCut ? ['# Where the segments of a line ended can’t be said in a pipe.'] : []),
      ...(stls === 0 || server.underTls ? ['# openssl accepts any certificate here.'] : []),
      `${input} | ${connection(server, stls === 0)}`,
      '',
    ].join('\n'),
  };
}

interface Piece {
  /** What stands within the quotes of printf's format. */
  readonly format: string;
  /** What its %s stand for, as words of a shell. */
  readonly words: readonly string[];
}

function connection({ host, port, underTls }: ShellServer, isStls: boolean): string {
  if (!isStls && !underTls) return `nc ${quoted(host)} ${port}`;
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return `openssl s_client -quiet${isStls ? ' -starttls pop3' : ''} -connect ${quoted(authority)}`;
}

const PLAIN_RESPONSE = `"$(printf '\\0%s\\0%s' "$${USER_VARIABLE}" "$${PASSWORD_VARIABLE}" | base64 | tr -d '\\n')"`;
const LOGIN_RESPONSES = [USER_VARIABLE, PASSWORD_VARIABLE].map(
  (variable) => `"$(printf %s "$${variable}" | base64 | tr -d '\\n')"`,
);

function pieceOf(line: Pattern, exchange: Exchange): Piece | undefined {
  let format = '';
  const words: string[] = [];
  for (const part of line.parts) {
    const word = 'name' in part ? wordFor(part.name, exchange, line) : undefined;
    if (part.kind === 'octets') format += escaped(part.octets);
    else if (word === undefined) return undefined;
    else {
      format += '%s';
      words.push(word);
    }
  }
  return { format, words };
}

function wordFor(name: string, exchange: Exchange, line: Pattern): string | undefined {
  if (name === 'user') return `"$${USER_VARIABLE}"`;
  if (name === 'password') return `"$${PASSWORD_VARIABLE}"`;
  if (name !== 'response') return undefined;
  const command = beginning(exchange.lines[0]);
  if (/^AUTH PLAIN\b/i.test(command)) return PLAIN_RESPONSE;
  const turn = exchange.lines.indexOf(line) - 1;
  return /^AUTH LOGIN\b/i.test(command) ? LOGIN_RESPONSES[Math.max(0, turn)] : undefined;
}

/** Octets within the quotes of printf's format, in ASCII: `%` and `\` mean something there, `'` would end them. */
function escaped(octets: string): string {
  return Array.from(octetsOf(octets), (octet) => {
    const character = latin1(Uint8Array.of(octet));
    if (character === '%') return '%%';
    if (character === '\\') return '\\\\';
    const isPlain = octet >= 0x20 && octet <= 0x7e && character !== "'";
    return isPlain ? character : `\\${octet.toString(8).padStart(3, '0')}`;
  }).join('');
}

/** What a client is told in the place of its placeholders. */
const TOLD: Readonly<Record<string, string>> = {
  host: '127.0.0.1',
  port: '8110',
  user: `"$${USER_VARIABLE}"`,
  password: `"$${PASSWORD_VARIABLE}"`,
  url: `"pop3://$${USER_VARIABLE}:$${PASSWORD_VARIABLE}@127.0.0.1:8110/"`,
  dir: '"$dir"',
};

/**
 * Lines that serve a recording, and start the client on it.
 * @param words the client's command line, with placeholders
 */
export function emitForClient(conversation: Conversation, words: readonly string[]): Emitted {
  const command = words.map(wordOfClient);
  if (command.includes(undefined))
    return { ok: false, reason: 'the client is told of a certificate that is made anew each time' };
  const script = printScript(conversation);
  return {
    ok: true,
    text: [
      `# ${USER_VARIABLE} and ${PASSWORD_VARIABLE} hold who logs in: any name and password will do.`,
      `: "\${${USER_VARIABLE}:=alice}" "\${${PASSWORD_VARIABLE}:=wonderland}"`,
      'dir=$(mktemp -d)',
      `cat >"$dir/bug.pop3" <<'END OF RECORDING'`,
      `${script}END OF RECORDING`,
      'npx pop3spec replay "$dir/bug.pop3" --once --log --port 8110 &',
      'sleep 2',
      command.join(' '),
      'echo "exit status $?"',
      'wait',
      '',
    ].join('\n'),
  };
}

/** A word of a command line, each piece of it quoted for itself; undefined where a placeholder has no value. */
function wordOfClient(word: string): string | undefined {
  const pieces = word.split(/(\{\{[a-z]+\}\}|\{[a-z]+\})/).filter((piece) => piece !== '');
  const shell = pieces.map((piece) => {
    const name = /^\{([a-z]+)\}$/.exec(piece)?.[1];
    return name === undefined ? quoted(piece.replace(/^\{(\{[a-z]+\})\}$/, '$1')) : TOLD[name];
  });
  if (shell.includes(undefined)) return undefined;
  return shell.length === 0 ? "''" : shell.join('');
}
