/** Greetings that are legal, and that a client does not take for one. */

import type { ClientFault } from '../client-fault.ts';
import { lineOf } from '../../protocol/line.ts';
import { deafToGreeting } from '../hard-of-hearing.ts';

const says = 'did not fetch the mail';

export const FAULTS: readonly ClientFault[] = [
  {
    name: 'needs-text',
    about: 'A greeting without text is none.',
    says,
    manner: deafToGreeting((greeting) => greeting.length <= '+OK '.length),
  },
  {
    name: 'needs-a-space',
    about: 'A greeting without a space behind +OK is none.',
    says,
    manner: deafToGreeting((greeting) => greeting !== '+OK' && !greeting.startsWith('+OK ')),
  },
  {
    name: 'no-code',
    about: 'A greeting with a response code is none.',
    says,
    manner: deafToGreeting((greeting) => /^\+OK ?\[/.test(greeting)),
  },
  {
    name: 'no-levels',
    about: 'A greeting whose response code has several levels is none.',
    says,
    manner: deafToGreeting((greeting) => /^\+OK ?\[[^\]]*\//.test(greeting)),
  },
  {
    name: 'no-code-of-a-refusal',
    about: 'It takes IN-USE in a greeting for a refusal.',
    says,
    manner: deafToGreeting((greeting) => greeting.includes('IN-USE')),
  },
  {
    name: 'sees-err-anywhere',
    about: 'It takes a greeting with -ERR in its text for a refusal.',
    says,
    manner: deafToGreeting((greeting) => greeting.includes('-ERR')),
  },
  {
    name: 'nothing-behind-the-timestamp',
    about: 'A greeting with text behind its timestamp is none.',
    says,
    also: { '2449-4-C2': 'a long greeting has text behind its timestamp' },
    manner: deafToGreeting((greeting) => /> ./.test(greeting)),
  },
  {
    name: 'needs-a-timestamp',
    about: 'A greeting without a timestamp is none.',
    says,
    also: { '2449-7-C1': 'without APOP a greeting has no timestamp' },
    manner: deafToGreeting((greeting) => !greeting.includes('<')),
  },
  {
    name: 'short',
    about: 'A greeting of more than 500 octets is none.',
    says,
    also: { '2449-4-C2': 'its length is what RFC 2449 section 4 allows' },
    manner: deafToGreeting((greeting) => greeting.length > 500),
  },
  {
    name: 'dot-at-the-end',
    about: 'It waits for more where the last word of a greeting is a dot.',
    says,
    manner: deafToGreeting((greeting) => greeting.endsWith(' .')),
  },
  {
    name: 'needs-text-besides-the-timestamp',
    about: 'A greeting of a timestamp and nothing else is none.',
    says,
    manner: deafToGreeting((greeting) => /^\+OK <[^>]*>$/.test(greeting)),
  },
  {
    name: 'space-at-the-end',
    about: 'A greeting that ends with a space is none.',
    says,
    manner: deafToGreeting((greeting) => greeting.endsWith(' ')),
  },
  {
    name: 'in-one-segment',
    about: 'Of a greeting that comes in several segments it reads the last.',
    says,
    also: { '2449-4-C2': 'a greeting of 512 octets comes in segments too' },
    manner: () => ({
      hears: (line, { request, borders }) =>
        request.kind === 'greeting' ? lineOf(line.octets.subarray(borders.at(-1) ?? 0), line.offset) : line,
    }),
  },
  {
    name: 'doubled-spaces',
    about: 'A greeting with two spaces in a row is none.',
    says,
    manner: deafToGreeting((greeting) => greeting.includes('  ')),
  },
];
