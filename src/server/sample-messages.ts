/** The messages that the built-in server holds: each kind that some requirement needs. */

function lines(...text: string[]): Buffer {
  return Buffer.from(text.map((each) => `${each}\r\n`).join(''), 'utf8');
}

function header(id: string, subject: string): string[] {
  return [
    'From: Sender <sender@example.org>',
    'To: Recipient <recipient@example.org>',
    'Date: Thu, 01 Jan 2026 00:00:00 +0000',
    `Message-ID: <${id}@example.org>`,
    `Subject: ${subject}`,
    '',
  ];
}

const PROSE = 'A line of text of some length, so that the message grows without many lines.';

/** A body of lines that dot-stuffing is for (RFC 1939 section 3), the last one a dot alone. */
export const DOTTED = lines(
  ...header('dots', 'Lines that begin with dots'),
  'first',
  '.',
  '..',
  '.x',
  '...',
  'x.',
  '',
  '.',
);

/** About 200 kB. */
export const LARGE = lines(
  ...header('large', 'A large message'),
  ...Array.from({ length: 2_400 }, (_, index) => `${String(index).padStart(5, '0')} ${PROSE}`),
);

/** A header and nearly no body. */
export const TINY = lines(...header('tiny', 'Tiny'), 'x');

/** UTF-8 in the header (RFC 6532) and in the body: not for a client outside UTF-8 mode (RFC 6856 section 2.1). */
export const INTERNATIONAL = lines(...header('utf8', 'Grüße aus Århus'), 'Smørrebrød, 日本語.');

/** One of each, in the order in which they are numbered. */
export const SAMPLES: readonly Buffer[] = [DOTTED, LARGE, TINY, INTERNATIONAL];
