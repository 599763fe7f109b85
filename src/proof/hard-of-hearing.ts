/** What several faults need: a client that takes some first lines for no answers at all. */

import { BY_THE_BOOK } from '../client/reference/by-the-book.ts';
import type { Manner } from '../client/reference/manner.ts';
import { VARIANTS } from '../client/reference/variants.ts';
import type { Request } from '../client/reference/request.ts';
import { latin1 } from '../protocol/octets.ts';

/** How a client comes to send what the reference client does without; each is correct by itself. */
const WHO_SENDS: Readonly<Record<string, Partial<Manner>>> = {
  APOP: VARIANTS['prefers APOP'],
  TOP: VARIANTS['fetches by TOP where it is announced'],
  DELE: VARIANTS['deletes what it has fetched'],
};

/** The client takes a first line in answer to this command, of which this is true, for no answer, and gives up. */
export function deafToAnswer(keyword: string, isUnheard: (line: string) => boolean): () => Partial<Manner> {
  const deaf = deafTo((line, request) => request.keyword === keyword && isUnheard(line));
  return () => ({ ...WHO_SENDS[keyword], ...deaf() });
}

/** The client takes a first line of which this is true for no answer, and gives up. */
export function deafTo(
  isUnheard: (line: string, request: Request, state: 'AUTHORIZATION' | 'TRANSACTION') => boolean,
): () => Partial<Manner> {
  return () => ({
    status: (line, request, knowledge) =>
      request.kind !== 'greeting' && isUnheard(latin1(line.content), request, knowledge.state)
        ? undefined
        : BY_THE_BOOK.status(line, request, knowledge),
  });
}

/** The client takes a greeting of which this is true for none. */
export function deafToGreeting(isUnheard: (greeting: string) => boolean): () => Partial<Manner> {
  return () => ({
    greeting: (line) => (isUnheard(latin1(line.content)) ? undefined : BY_THE_BOOK.greeting(line)),
    // A greeting is an answer too.
    status: (line, request, knowledge) => BY_THE_BOOK.status(line, request, knowledge),
  });
}
