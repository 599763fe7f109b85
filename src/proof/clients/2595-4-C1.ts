/** Clients that do not wait for TLS, or do not forget what was said before it. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import type { CapabilityList } from '../../client/capabilities.ts';
import { octetsOf } from '../../protocol/octets.ts';

const EARLY = 'before the answer to STLS';
const KEPT = 'the client did otherwise';

const LOST = 'nobody can tell which answers belong to what was sent behind STLS, so no mail is seen to come';

/** What follows a command behind STLS is no handshake that the server understands. */
const UNHEARD = 'the beginning of its handshake comes where the server still reads commands';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'capa-behind-stls',
    about: 'It sends CAPA in one write with STLS.',
    says: EARLY,
    also: { '2449-6.6-C1': LOST, '2449-3-C1': UNHEARD },
    manner: () => ({
      sends: (line, { keyword }) => (keyword === 'STLS' ? Buffer.concat([line, octetsOf('CAPA\r\n')]) : line),
    }),
  },
  {
    name: 'noop-behind-stls',
    about: 'It sends NOOP a little behind STLS, and waits for neither.',
    says: EARLY,
    also: { '2449-6.6-C1': LOST, '2449-3-C1': UNHEARD },
    manner: () => ({
      sends: (line, { keyword }) => (keyword === 'STLS' ? [line, octetsOf('NOOP\r\n')] : line),
    }),
  },
  {
    name: 'keeps-the-list',
    about: 'It keeps the list from before TLS, and asks for no other.',
    says: KEPT,
    also: {
      '2595-4-C2': 'it does not send CAPA again',
      '2449-6.3-C1': 'the mechanisms of before TLS are not those under it',
      '5034-3-C1': 'the mechanisms of before TLS are not those under it',
    },
    manner: () => ({ keepsAcrossTls: (list) => list, asksCapa: (moment) => moment !== 'TLS' }),
  },
  {
    name: 'keeps-the-list-without-another',
    about: 'It keeps the list from before TLS where CAPA is refused under it.',
    says: KEPT,
    manner: () => ({ keepsAcrossTls: (list) => list }),
  },
  {
    name: 'adds-the-lists',
    about: 'It takes both lists together: what was announced once stays so.',
    says: KEPT,
    manner: () => {
      let before: CapabilityList = [];
      return {
        keepsAcrossTls: (list) => {
          before = list ?? [];
          return undefined;
        },
        announced: (list, tag, knowledge) =>
          BY_THE_BOOK.announced(list, tag, knowledge) ??
          (knowledge.tls ? BY_THE_BOOK.announced(before, tag, knowledge) : undefined),
      };
    },
  },
  {
    name: 'keeps-the-mechanisms',
    about: 'Of the list from before TLS it keeps the mechanisms, and takes no others.',
    says: KEPT,
    also: { '2449-6.3-C1': 'the mechanisms of before TLS are not those under it' },
    manner: () => {
      let before: CapabilityList = [];
      return {
        keepsAcrossTls: (list) => {
          before = list ?? [];
          return undefined;
        },
        announced: (list, tag, knowledge) =>
          (knowledge.tls && tag === 'SASL' ? BY_THE_BOOK.announced(before, tag, knowledge) : undefined) ??
          BY_THE_BOOK.announced(list, tag, knowledge),
      };
    },
  },
];
