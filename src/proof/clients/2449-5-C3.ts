/** Capabilities and parameters that put off a client which does not know them. */

import type { ClientFault } from '../client-fault.ts';
import { contentOf } from '../../client/answer.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { VARIANTS } from '../../client/reference/variants.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Manner } from '../../client/reference/manner.ts';
import { latin1 } from '../../protocol/octets.ts';

const says = 'the client did otherwise';

/** The client gives up over a list of which this is true. */
function unlessLines(isUnbearable: (lines: readonly string[], knowledge: Knowledge) => boolean): () => Partial<Manner> {
  return () => ({
    givesUpAfter: ({ lines }, { keyword }, knowledge) =>
      keyword === 'CAPA' &&
      lines !== undefined &&
      isUnbearable(
        lines.map((line) => latin1(contentOf(line))),
        knowledge,
      )
        ? 'this capability list is not understood'
        : undefined,
  });
}

/** For the client a tag with a parameter that it does not know is another tag. */
function bareOnly(...tags: readonly string[]): () => Partial<Manner> {
  return () => ({
    announced: (list, tag, knowledge) => {
      const found = BY_THE_BOOK.announced(list, tag, knowledge);
      return found !== undefined && tags.includes(tag) && found.parameters.length > 0 ? undefined : found;
    },
  });
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'unknown-tag',
    about: 'It gives up over a tag whose name begins with X-NOISE or FUTURE.',
    says,
    manner: unlessLines((lines) => lines.some((line) => /^(X-NOISE|FUTURE)/.test(line))),
  },
  {
    name: 'unknown-first-line',
    about: 'It gives up where the first line of a list is unknown to it.',
    says,
    manner: unlessLines(([first = '']) => /^(X-NOISE|FUTURE)/.test(first)),
  },
  {
    name: 'after-login',
    about: 'It gives up over a tag that it does not know, after login only.',
    says,
    manner: unlessLines(
      (lines, { state }) => state === 'TRANSACTION' && lines.some((line) => line.startsWith('X-NOISE')),
    ),
  },
  {
    name: 'line-of-512-octets',
    about: 'It gives up over a line of more than 500 octets.',
    says,
    also: { '2449-6.3-C1': 'a list of mechanisms can be as long' },
    manner: unlessLines((lines) => lines.some((line) => line.length > 500)),
  },
  {
    name: 'many-lines',
    about: 'It gives up over a list of more than 100 lines.',
    says,
    manner: unlessLines((lines) => lines.length > 100),
  },
  {
    name: 'a-screenful-of-lines',
    about: 'It gives up over a list of more than 24 lines.',
    says,
    manner: unlessLines((lines) => lines.length > 24),
  },
  {
    name: 'words-of-answers',
    about: 'It gives up over a list with -ERR in it.',
    says,
    manner: unlessLines((lines) => lines.some((line) => line.includes('-ERR'))),
  },
  {
    name: 'uidl-has-no-parameters',
    about: 'UIDL with a parameter is not UIDL for it.',
    says,
    manner: bareOnly('UIDL'),
  },
  {
    name: 'pipelining-has-no-parameters',
    about: 'PIPELINING with a parameter is not PIPELINING for it.',
    says,
    manner: bareOnly('PIPELINING'),
  },
  {
    name: 'top-has-no-parameters',
    about: 'TOP with a parameter is not TOP for it.',
    says,
    manner: () => ({ ...VARIANTS['fetches by TOP where it is announced'], ...bareOnly('TOP')() }),
  },
  {
    name: 'user-has-no-parameters',
    about: 'USER with a parameter is not USER for it, and that is the way to log in that it likes best.',
    says,
    manner: () => ({ ...VARIANTS['prefers USER and PASS'], ...bareOnly('USER')() }),
  },
  {
    name: 'utf8-has-one-parameter',
    about: 'UTF8 with another parameter than USER is not UTF8 for it.',
    says,
    manner: () => ({
      announced: (list, tag, knowledge) => {
        const found = BY_THE_BOOK.announced(list, tag, knowledge);
        return tag === 'UTF8' && found?.parameters.some((parameter) => parameter !== 'USER') === true
          ? undefined
          : found;
      },
    }),
  },
  {
    name: 'codes-have-no-parameters',
    about: 'It gives up where RESP-CODES or AUTH-RESP-CODE has a parameter.',
    says,
    manner: unlessLines((lines) => lines.some((line) => /^(AUTH-RESP-CODE|RESP-CODES) /.test(line))),
  },
  {
    name: 'letters-in-tags',
    about: 'It gives up over a tag that begins with no letter.',
    says,
    manner: unlessLines((lines) => lines.some((line) => /^[^A-Za-z]/.test(line))),
  },
  {
    name: 'one-parameter',
    about: 'It gives up where LOGIN-DELAY or EXPIRE have more parameters than the RFC says.',
    says,
    manner: unlessLines((lines) => lines.some((line) => /^(LOGIN-DELAY|EXPIRE) \S+ X-/.test(line))),
  },
];
