/** Clients that send initial responses which are too long. */

import type { ClientFault } from '../client-fault.ts';
import { decodeBase64, encodeBase64 } from '../../protocol/base64.ts';
import { latin1, octetsOf } from '../../protocol/octets.ts';
import type { Mechanism } from '../../protocol/sasl.ts';
import type { Manner } from '../../client/reference/manner.ts';

const says = '255';
const also = { '2449-4-C1': 'the command is longer than 255 octets' };

/** @param isShort of the whole command, its CRLF included */
function bears(isShort: (octets: number, mechanism: Mechanism) => boolean): () => Partial<Manner> {
  return () => ({
    sendsInitialResponse: (mechanism, line, knowledge) =>
      knowledge.announced('SASL') !== undefined && isShort(line.length, mechanism),
  });
}

export const FAULTS: readonly ClientFault[] = [
  { name: 'of-any-length', about: 'It never looks at the length.', says, also, manner: bears(() => true) },
  {
    name: 'without-the-crlf',
    about: 'It does not count the CRLF.',
    says,
    also,
    manner: bears((octets) => octets - 2 <= 255),
  },
  {
    name: 'like-a-response',
    about: 'It takes the limit for that of responses, 512 octets.',
    says,
    also,
    manner: bears((octets) => octets <= 512),
  },
  {
    name: 'without-the-authorization-identity',
    about: 'With PLAIN it sends the name twice, as whom to act too, and counts it once.',
    says,
    also,
    manner: () => ({
      sends: (line) => {
        const [whole, base64 = ''] = /^AUTH PLAIN (\S+)\r\n$/.exec(latin1(line)) ?? [];
        if (whole === undefined) return line;
        const message = latin1(decodeBase64(base64) ?? Buffer.alloc(0));
        const [, name = ''] = message.split('\0');
        return octetsOf(`AUTH PLAIN ${encodeBase64(octetsOf(name + message))}\r\n`);
      },
    }),
  },
  {
    name: 'of-scram',
    about: 'It forgets the limit with SCRAM.',
    says,
    also,
    manner: bears((octets, mechanism) => mechanism === 'SCRAM-SHA-256' || octets <= 255),
  },
];
