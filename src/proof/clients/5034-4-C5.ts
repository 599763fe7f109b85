/** Clients that send AUTH once they have logged in by AUTH. */

import type { ClientFault } from '../client-fault.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import type { Request } from '../../client/reference/request.ts';

const says = 'another AUTH on the same connection';

function isStat({ keyword }: Request, { state }: Knowledge): boolean {
  return keyword === 'STAT' && state === 'TRANSACTION';
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'always',
    about: 'It sends AUTH PLAIN behind each login.',
    says,
    also: { '2449-6.3-C1': 'PLAIN is not always among the mechanisms announced' },
    manner: () => ({
      prefers: () => ['SCRAM-SHA-256', 'CRAM-MD5', 'PLAIN'],
      sendsFirst: (request, knowledge) =>
        isStat(request, knowledge) && knowledge.announced('SASL') !== undefined ? ['AUTH PLAIN'] : [],
    }),
  },
  {
    name: 'for-a-better-mechanism',
    about: 'It sends AUTH again where the list after login names a mechanism that the list before did not.',
    says,
    manner: () => ({
      sendsFirst: (request, knowledge) => {
        const { beforeLogin, capabilities } = knowledge;
        const [before, after] = [beforeLogin, capabilities].map(
          (list) => list?.find(({ tag }) => tag === 'SASL')?.parameters ?? [],
        );
        const better = after?.find((name) => before?.includes(name) === false);
        return isStat(request, knowledge) && better !== undefined ? [`AUTH ${better}`] : [];
      },
    }),
  },
  {
    name: 'where-capa-is-refused',
    about: 'It logs in again where CAPA is refused after login.',
    says,
    manner: () => {
      let isRefused = false;
      return {
        givesUpAfter: ({ status }, { keyword }, { state }) => {
          if (keyword === 'CAPA' && state === 'TRANSACTION') isRefused = status === '-ERR';
          return undefined;
        },
        sendsFirst: (request, knowledge) =>
          isRefused && isStat(request, knowledge) && knowledge.announced('SASL') !== undefined ? ['AUTH CRAM-MD5'] : [],
      };
    },
  },
  {
    name: 'where-a-message-is-refused',
    about: 'It logs in again where a message is refused with the code AUTH.',
    says,
    manner: () => {
      let isRefused = false;
      return {
        givesUpAfter: ({ status, first }, { keyword }) => {
          if (keyword === 'RETR') isRefused = status === '-ERR' && first.content.includes('[AUTH]');
          return undefined;
        },
        sendsFirst: ({ keyword }) => (isRefused && keyword === 'QUIT' ? ['AUTH CRAM-MD5'] : []),
      };
    },
  },
];
