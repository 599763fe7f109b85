/** Capability lists that a client reads by segments. */

import type { ClientFault } from '../client-fault.ts';
import { BY_THE_BOOK } from '../../client/reference/by-the-book.ts';
import { lineOf } from '../../protocol/line.ts';
import { latin1, octetsOf } from '../../protocol/octets.ts';

const says = 'the client did otherwise';

/** Answers in pieces come in the scenarios of PIPELINING too, the list among them. */
const IN_PIECES = { '2449-6.6-C2': 'answers in pieces come there too, the list among them' } as const;

/** What the suite sees besides of a client that takes the list to be over. */
const also = { ...IN_PIECES, '2449-6.6-C1': 'it goes on before the answer to CAPA has ended' } as const;

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'lines-in-one-segment',
    about: 'Of a line that comes in two segments it reads the second.',
    says,
    also,
    manner: () => ({
      hears: (line, { request, part, borders }) => {
        const last = borders.at(-1) ?? 0;
        return request.keyword === 'CAPA' && part === 'body' && line.content.length > 1 && last > 0
          ? lineOf(line.octets.subarray(last), line.offset)
          : line;
      },
    }),
  },
  {
    name: 'lines-in-one-segment-after-login',
    about: 'After login it reads the second segment of a line that comes in two.',
    says,
    also: IN_PIECES,
    manner: () => ({
      hears: (line, { request, part, borders }, { state }) => {
        const last = borders.at(-1) ?? 0;
        const isCut = request.keyword === 'CAPA' && part === 'body' && line.content.length > 1 && last > 0;
        return isCut && state === 'TRANSACTION' ? lineOf(line.octets.subarray(last), line.offset) : line;
      },
    }),
  },
  {
    name: 'dot-line-in-one-segment',
    about: 'It knows the dot line only where it comes in one segment.',
    says,
    also: IN_PIECES,
    manner: () => ({
      hears: (line, { request, part, borders }) =>
        request.keyword === 'CAPA' && part === 'body' && latin1(line.octets) === '.\r\n' && borders.some((at) => at > 0)
          ? lineOf(octetsOf('X\r\n'), line.offset)
          : line,
    }),
  },
  {
    name: 'ends-at-a-segment-of-dot-and-crlf',
    about: 'The list ends for it where a segment is a dot and CRLF.',
    says,
    also,
    manner: () => ({
      hears: (line, { request, part, borders }) => {
        const piece = line.octets.subarray(borders.at(-1) ?? 0);
        return request.keyword === 'CAPA' && part === 'body' && latin1(piece) === '.\r\n'
          ? lineOf(piece, line.offset)
          : line;
      },
    }),
  },
  {
    name: 'first-line-in-one-segment',
    about: 'Of a first line that comes in two segments it reads the second.',
    says,
    also: IN_PIECES,
    manner: () => ({
      hears: (line, { request, part, borders }) => {
        const last = borders.at(-1) ?? 0;
        return request.keyword === 'CAPA' && part === 'first line' && last > 0
          ? lineOf(line.octets.subarray(last), line.offset)
          : line;
      },
    }),
  },
  {
    name: 'ends-with-lang',
    about: 'The list ends for it with LANG, and the dot line behind that is nothing to wait for.',
    says,
    also: {
      '2449-5-C3': 'a line more may stand behind LANG',
      '2449-5-C8': 'so may a line that looks like another',
      '2449-6.6-C1': 'it sends the next command before the dot line',
    },
    manner: () => {
      let isOver = false;
      return {
        hears: (line) => {
          if (!isOver) return line;
          isOver = false;
          return latin1(line.content) === '.' ? [] : line;
        },
        ends: (line, startsLine, request) => {
          isOver = request.keyword === 'CAPA' && latin1(line.content) === 'LANG';
          return isOver || BY_THE_BOOK.ends(line, startsLine, request);
        },
      };
    },
  },
  {
    name: 'ends-with-the-segment',
    about: 'The list ends for it with the segment in which it began.',
    says,
    also,
    manner: () => {
      let ended = false;
      return {
        hears: (line, { request, part, borders }) => {
          if (request.keyword === 'CAPA') ended = part === 'body' && borders.includes(0);
          return line;
        },
        ends: (line, startsLine, request) =>
          (request.keyword === 'CAPA' && ended) || BY_THE_BOOK.ends(line, startsLine, request),
      };
    },
  },
];
