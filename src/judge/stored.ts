/** Messages that can be found again in whatever form a client keeps its mail, and finding them. Pure. */

import { latin1 } from '../protocol/octets.ts';

/** What stands around the text of a message. No client has a reason to change such a line. */
function border(name: string, which: 'begins' | 'ends'): string {
  return `pop3spec: the message "${name}" ${which} here`;
}

/**
 * A message whose text can be found again.
 * @param name tells it from all other messages of a scenario
 * @param text lines without their line ends
 */
export function markedMessage(name: string, text: readonly string[]): Buffer {
  const lines = [
    'From: Sender <sender@example.org>',
    'To: Recipient <recipient@example.org>',
    'Date: Thu, 01 Jan 2026 00:00:00 +0000',
    `Message-ID: <${name}@example.org>`,
    `Subject: ${name}`,
    '',
    border(name, 'begins'),
    ...text,
    border(name, 'ends'),
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/**
 * The text of a marked message as a client has kept it; line ends do not count, since they are the client's own business.
 * @param stored whatever the client has left behind
 * @returns its lines; undefined where it is nowhere
 */
export function textStored(stored: readonly Buffer[], name: string): readonly string[] | undefined {
  return textsStored(stored, name)[0];
}

/**
 * Whether a marked message was kept as it was sent. One copy is enough: a client may show what goes over the wire besides.
 * @param sent the message, its lines unstuffed
 */
export function isStoredAs(stored: readonly Buffer[], sent: Buffer, name: string): boolean {
  const wanted = textStored([sent], name)?.join('\n');
  return textsStored(stored, name).some((text) => text.join('\n') === wanted);
}

/** The text of each copy. */
function textsStored(stored: readonly Buffer[], name: string): (readonly string[])[] {
  return stored.flatMap((octets) => {
    const lines = latin1(octets).split(/\r\n|\n|\r/);
    const begins = lines.flatMap((line, index) => (line.endsWith(border(name, 'begins')) ? [index] : []));
    return begins.map((begin) => {
      const end = lines.findIndex((line, index) => index > begin && line.includes(border(name, 'ends')));
      return lines.slice(begin + 1, end === -1 ? lines.length : end);
    });
  });
}

/** How often a marked message is in what the client has left behind. */
export function timesStored(stored: readonly Buffer[], name: string): number {
  return stored.reduce((sum, octets) => sum + latin1(octets).split(border(name, 'begins')).length - 1, 0);
}
