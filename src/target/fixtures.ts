/** The messages that we deliver where we may: each has in it what some requirement needs. */

import { octetsOf } from '../protocol/octets.ts';

/** The header field that tells a message of ours from the others in the maildrop. */
export const MARK = 'X-Pop3spec';

export interface Fixture {
  readonly id: string;
  readonly octets: Buffer;
}

const header = (id: string, subject: string): string =>
  [
    'From: pop3spec <pop3spec@example.org>',
    'To: pop3spec <pop3spec@example.org>',
    'Date: Thu, 01 Jan 2026 00:00:00 +0000',
    `Message-ID: <${id}.pop3spec@example.org>`,
    `Subject: ${subject}`,
    `${MARK}: ${id}`,
    '',
    '',
  ].join('\r\n');

/** Lines that dot-stuffing must protect (RFC 1939 section 3): alone, doubled, before text, in the middle and at the end. */
export const DOTTED_LINES: readonly string[] = [
  'plain',
  '.',
  '..',
  '...',
  '.x',
  '..x',
  ' .',
  'x.',
  '',
  '.',
  'last',
  '.',
];

const FILLER = 'The quick brown fox jumps over the lazy dog, 0123456789.';

let made: readonly Fixture[] | undefined;

/** Messages for the main account, with CRLF line ends. They are large, and made once. */
export function fixtures(): readonly Fixture[] {
  return (made ??= [
    { id: 'dots', octets: octetsOf(`${header('dots', 'lines that begin with dots')}${DOTTED_LINES.join('\r\n')}\r\n`) },
    {
      id: 'long',
      octets: octetsOf(
        header('long', 'a long message') +
          Array.from({ length: 3_000 }, (_, index) => `${String(index).padStart(5, '0')} ${FILLER}\r\n`).join(''),
      ),
    },
    {
      id: 'utf8',
      octets: Buffer.from(`${header('utf8', 'Grüße aus Zürich')}Blåbærgrød, 日本語.\r\n`, 'utf8'),
    },
  ]);
}
