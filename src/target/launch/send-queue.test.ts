import { expect, test } from 'vitest';
import { socketsIn, unacknowledged } from './send-queue.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

function table(...lines: readonly string[]): string {
  return [
    HEAD,
    ...lines.map((line, index) => `   ${index}: ${line} 00:00000000 00000000     0        0 1 1 0`),
    '',
  ].join('\n');
}

test('what is on its way to the port, by whichever socket', () => {
  const text = table(
    '0100007F:9C40 0100007F:1FAE 01 0000000C:00000000',
    '0100007F:9C41 0100007F:1FAE 01 00000100:00000007',
    '00000000000000000000000001000000:9C42 00000000000000000000000001000000:1FAE 08 00000001:00000000',
  );
  expect(unacknowledged(text, 0x1fae)).toBe(12 + 256 + 1);
});

test('not what the server sends, what goes elsewhere, and what has ended', () => {
  const text = table(
    '0100007F:1FAE 0100007F:9C40 01 00000010:00000000',
    '0100007F:1FAE 00000000:0000 0A 00000000:00000000',
    '0100007F:9C43 0100007F:1FAF 01 00000020:00000000',
    '0100007F:9C44 0100007F:1FAE 06 00000040:00000000',
  );
  expect(unacknowledged(text, 0x1fae)).toBe(0);
});

test('a low port is found too, and nothing where there is no table', () => {
  expect(unacknowledged(table('0100007F:9C40 0100007F:006E 01 0000000C:00000000'), 110)).toBe(12);
  expect(unacknowledged('', 110)).toBe(0);
});

test('how long the table would be is told beforehand', () => {
  const text = 'sockets: used 158\nTCP: inuse 16 orphan 0 tw 10400 alloc 20 mem 3\nUDP: inuse 1 mem 0\n';
  expect(socketsIn(text)).toBe(10_416);
  expect(socketsIn('')).toBe(0);
});
