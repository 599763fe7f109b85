/** A message of many megabytes, the same each time. Pure. */

const HEAD = ['From: sender@example.org', 'To: carol@example.org', 'Subject: large', '', ''].join('\r\n');

/** @param octets how large it is at least, with CRLFs */
export function largeMessage(octets: number): Buffer {
  const lines: string[] = [HEAD];
  for (let size = 0, number = 0; size < octets; number += 1) {
    // Every hundredth line begins with a dot, every thousandth is one.
    const dots = number % 1000 === 0 ? '.' : number % 100 === 0 ? `.${number}` : '';
    const line = number % 1000 === 0 ? '.\r\n' : `${dots}${'abcdefghij'.repeat(7)} ${number}\r\n`;
    lines.push(line);
    size += line.length;
  }
  return Buffer.from(lines.join(''), 'latin1');
}
