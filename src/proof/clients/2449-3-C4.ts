/** Dots: where a multi-line answer ends, and which of them are taken away. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { lineOf } from '../../protocol/line.ts';
import { latin1, octetsOf } from '../../protocol/octets.ts';

const says = 'did not keep the message';

/** What the client makes of a message as it came. */
function keeping(change: (message: string) => string): ClientFault['manner'] {
  return () => ({ message: (octets) => octetsOf(change(latin1(octets))) });
}

/** Where the suite cuts an answer in pieces, other rules of it see that as well. */
const PIPELINED = { '2449-6.6-C2': 'answers in pieces come there too, to a client that pipelines' } as const;

function inOneSegment(keyword: 'LIST' | 'UIDL'): ClientFault {
  return {
    name: `${keyword.toLowerCase()}-lines-in-one-segment`,
    about: `Of a line of ${keyword} that comes in two segments it reads the second.`,
    says: 'the client did otherwise',
    also: PIPELINED,
    manner: () => ({
      hears: (line, { request, part, borders }) => {
        const last = borders.at(-1) ?? 0;
        const inLine = request.keyword === keyword && part === 'body' && line.content.length > 1 && last > 0;
        return inLine ? lineOf(line.octets.subarray(last), line.offset) : line;
      },
    }),
  };
}

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'stuffed',
    about: 'It leaves the stuffed dots where they are.',
    says,
    manner: keeping((message) => message),
  },
  {
    name: 'all-dots-away',
    about: 'It takes all dots at the beginning of a line away.',
    says,
    manner: keeping((message) => message.replaceAll(/(^|\r\n)\.+/g, '$1')),
  },
  {
    name: 'only-two-dots',
    about: 'It takes a dot away only where another one follows it and nothing else.',
    says,
    manner: keeping((message) => message.replaceAll(/(^|\r\n)\.\.(?=\r\n)/g, '$1.')),
  },
  {
    name: 'dots-behind-bare-lf',
    about: 'It takes a dot away behind a bare LF too.',
    says,
    manner: keeping((message) => message.replaceAll(/(^|\n)\./g, '$1')),
  },
  {
    name: 'only-the-first-dots',
    about: 'Behind the first thousand dots it takes no more away.',
    says,
    manner: keeping((message) => {
      let count = 0;
      return message.replaceAll(/(^|\r\n)\./g, (found) => ((count += 1) > 1000 ? found : found.slice(0, -1)));
    }),
  },
  {
    name: 'ends-behind-bare-lf',
    about: 'For it a message ends at a dot behind a bare LF.',
    says,
    manner: () => ({
      ends: (line, startsLine, request) =>
        request.body === 'message' ? latin1(line.content) === '.' : BY_THE_BOOK.ends(line, startsLine, request),
    }),
  },
  {
    name: 'ends-at-a-segment-of-dot-and-crlf',
    about: 'For it a message ends where a segment is a dot and CRLF, though it ends a line of the text.',
    says: 'did not fetch the mail',
    manner: () => ({
      hears: (line, { request, part, borders }) => {
        const last = borders.at(-1) ?? 0;
        const piece = line.octets.subarray(last);
        return request.body === 'message' && part === 'body' && last > 0 && latin1(piece) === '.\r\n'
          ? lineOf(piece, line.offset)
          : line;
      },
    }),
  },
  {
    name: 'ends-at-a-dot-at-the-end-of-a-line',
    about: 'A listing of unique-ids ends for it at the first line that ends with a dot.',
    says: 'the client did otherwise',
    manner: () => ({
      ends: (line, startsLine, request) =>
        request.keyword === 'UIDL'
          ? latin1(line.octets).endsWith('.\r\n')
          : BY_THE_BOOK.ends(line, startsLine, request),
    }),
  },
  {
    name: 'dot-line-in-one-segment',
    about: 'It knows the dot line of a message only where it comes in one segment.',
    says: 'the client did not',
    also: PIPELINED,
    manner: () => ({
      hears: (line, { request, part, borders }) =>
        request.body === 'message' && part === 'body' && latin1(line.octets) === '.\r\n' && borders.some((at) => at > 0)
          ? lineOf(octetsOf('..\r\n'), line.offset)
          : line,
    }),
  },
  inOneSegment('LIST'),
  inOneSegment('UIDL'),
];
