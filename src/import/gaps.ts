/** What logs of each format leave out, and whether one says the rest as a recording of the same session does. Pure. */

import type { Said } from '../replay/said.ts';

/** What a format leaves out. */
export interface Gaps {
  readonly greeting?: true;
  readonly messages?: true;
  /** It begins with the answer to the login, before which a login is filled in. */
  readonly login?: true;
  /** QUIT and its answer. */
  readonly farewell?: true;
}

/** The gaps of each format in which a session is logged. */
export const GAPS = {
  curl: { messages: true, farewell: true },
  fetchmail: { messages: true },
  mpop: {},
  poplib: { greeting: true },
  rawlog: { greeting: true, login: true },
  pcap: {},
} as const satisfies Readonly<Record<string, Gaps>>;

export type LoggedFormat = keyof typeof GAPS;

/** The first difference in words; undefined where there is none. */
export function differs(recorded: Said, imported: Said, gaps: Gaps): string | undefined {
  const expected = told(recorded, gaps);
  const came = told(imported, gaps);
  if (gaps.login !== true) {
    return (
      differing('the client', expected.client, came.client) ?? differing('the server', expected.server, came.server)
    );
  }
  // What was filled in is a login by USER and PASS; all behind it was said.
  const client = came.client.slice(2);
  const server = came.server.slice(2);
  if (client.length === 0) return 'nothing of the client is in it';
  return (
    differing('the client', expected.client.slice(-client.length), client) ??
    differing('the server', expected.server.slice(-server.length), server)
  );
}

function told(said: Said, gaps: Gaps): { client: readonly string[]; server: readonly string[] } {
  const isEndCut = gaps.farewell === true && said.client.at(-1) === 'QUIT';
  const end = isEndCut ? -1 : undefined;
  const server = said.answers.slice(gaps.greeting === true ? 1 : 0, end).map((lines) =>
    lines
      .filter(({ part }) => gaps.messages !== true || part !== 'message line')
      .map(({ text }) => text)
      .join(''),
  );
  return { client: said.client.slice(0, end), server };
}

function differing(who: string, expected: readonly string[], came: readonly string[]): string | undefined {
  for (let at = 0; at < Math.max(expected.length, came.length); at++) {
    if (expected[at] !== came[at])
      return `${who}: ${JSON.stringify(expected[at] ?? 'nothing')} recorded, ${JSON.stringify(came[at] ?? 'nothing')} imported`;
  }
  return undefined;
}
