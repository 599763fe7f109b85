/** Clients that look at who made the server. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { Knowledge } from '../../client/reference/knowledge.ts';
import { latin1 } from '../../protocol/octets.ts';

const says = 'the client did otherwise';

function implementation(knowledge: Knowledge): string {
  return (knowledge.capabilities ?? []).find(({ tag }) => tag === 'IMPLEMENTATION')?.parameters.join(' ') ?? '';
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'waits-for-exchange',
    about: 'It does not pipeline where IMPLEMENTATION says Exchange.',
    says,
    manner: () => ({
      mayFollow: (next, outstanding, knowledge) =>
        outstanding.length === 0 ||
        (!implementation(knowledge).includes('Exchange') && BY_THE_BOOK.mayFollow(next, outstanding, knowledge)),
    }),
  },
  {
    name: 'top-for-courier',
    about: 'It fetches by TOP where IMPLEMENTATION says Courier.',
    says,
    manner: () => ({
      retrieval: (message, knowledge) =>
        implementation(knowledge).includes('Courier') ? `TOP ${message} 99999999` : `RETR ${message}`,
    }),
  },
  {
    name: 'a-table-of-names',
    about: 'It leaves UIDL out where IMPLEMENTATION names a server of which it has heard no good.',
    says,
    manner: () => ({
      lists: (knowledge) =>
        /Dovecot|Cyrus|Qpopper|GNU_POP3|UW-IMAP|MDaemon/.test(implementation(knowledge))
          ? ['LIST']
          : BY_THE_BOOK.lists(knowledge),
    }),
  },
  {
    name: 'a-table-of-greetings',
    about: 'It leaves UIDL out where the greeting is that of a server of which it has heard no good.',
    says,
    manner: () => ({
      lists: (knowledge) =>
        /Dovecot|Cyrus|Hello there|Microsoft Exchange|InterMail/.test(latin1(knowledge.greeting))
          ? ['LIST']
          : BY_THE_BOOK.lists(knowledge),
    }),
  },
  {
    name: 'no-uidl-for-qpopper',
    about: 'It leaves UIDL out where the greeting says QPOP.',
    says,
    manner: () => ({
      lists: (knowledge) => (latin1(knowledge.greeting).includes('QPOP') ? ['LIST'] : BY_THE_BOOK.lists(knowledge)),
    }),
  },
  {
    name: 'leaves-gmail-without-quit',
    about: 'It leaves without QUIT where the greeting says Gpop.',
    says,
    manner: () => ({ quits: ({ greeting }) => !latin1(greeting).includes('Gpop') }),
  },
  {
    name: 'needs-the-name',
    about: 'It leaves UIDL out where no IMPLEMENTATION is announced.',
    says,
    manner: () => ({
      lists: (knowledge) => (implementation(knowledge) === '' ? ['LIST'] : BY_THE_BOOK.lists(knowledge)),
    }),
  },
  {
    name: 'pipelining-in-the-name',
    about: 'It pipelines where IMPLEMENTATION has the word PIPELINING.',
    says,
    also: { '2449-6.6-C1': 'it pipelines though PIPELINING is not announced' },
    manner: () => ({
      mayFollow: (next, outstanding, knowledge) =>
        BY_THE_BOOK.mayFollow(next, outstanding, knowledge) ||
        (knowledge.state === 'TRANSACTION' &&
          next.keyword !== 'QUIT' &&
          implementation(knowledge).split(' ').includes('PIPELINING')),
    }),
  },
  {
    name: 'mechanism-in-the-name',
    about: 'It takes a mechanism for announced that IMPLEMENTATION names.',
    says,
    also: {
      '2449-6.3-C1': 'the mechanism is not among those of SASL',
      '5034-3-C1': 'SASL is not announced',
    },
    manner: () => ({
      isOffered: (method, knowledge) =>
        BY_THE_BOOK.isOffered(method, knowledge) || implementation(knowledge).split(' ').includes(method),
    }),
  },
  {
    name: 'stls-in-the-name',
    about: 'It sends STLS where IMPLEMENTATION has the word.',
    says,
    manner: () => ({
      sendsFirst: ({ keyword }, knowledge) =>
        keyword === 'UTF8' && implementation(knowledge).split(' ').includes('STLS') ? ['STLS'] : [],
    }),
  },
  {
    name: 'pipelining-in-the-greeting',
    about: 'It pipelines where the greeting has the word PIPELINING.',
    says,
    also: { '2449-6.6-C1': 'it pipelines though PIPELINING is not announced' },
    manner: () => ({
      mayFollow: (next, outstanding, knowledge) =>
        BY_THE_BOOK.mayFollow(next, outstanding, knowledge) ||
        (knowledge.state === 'TRANSACTION' &&
          next.keyword !== 'QUIT' &&
          latin1(knowledge.greeting).includes('PIPELINING')),
    }),
  },
];
