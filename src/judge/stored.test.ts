import { expect, test } from 'vitest';
import { octetsOf } from '../protocol/octets.ts';
import { conversations } from './conversation.ts';
import { entriesOf } from './entries.test.support.ts';
import { deletionsOfRefused, sentAs } from './sent-messages.ts';
import { isStoredAs, markedMessage, textStored, timesStored } from './stored.ts';

const SENT = markedMessage('dots', ['.', '..', 'x.']);

test.each([
  ['as it was', SENT],
  ['with line ends of its own', Buffer.from(SENT.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')],
  ['in a folder with others', Buffer.concat([markedMessage('first', ['x']), SENT, octetsOf('From x\n')])],
  ['behind the octets of the wire', Buffer.concat([stuffed(SENT), SENT])],
])('a message is stored %s', (_how, stored) => {
  expect(isStoredAs([octetsOf('a log'), stored], SENT, 'dots')).toBe(true);
});

test.each([
  ['still stuffed', stuffed(SENT)],
  ['cut off', SENT.subarray(0, -60)],
  ['without a line', octetsOf(SENT.toString('latin1').replace('..\r\n', ''))],
  ['nowhere', octetsOf('a log')],
])('a message is not stored as it was where it is %s', (_how, stored) => {
  expect(isStoredAs([stored], SENT, 'dots')).toBe(false);
});

test('each copy counts', () => {
  expect(timesStored([SENT, Buffer.concat([SENT, SENT])], 'dots')).toBe(3);
  expect(textStored([], 'dots')).toBeUndefined();
});

test('what was sent is found among the answers, unstuffed, and only where it was sent to its end', () => {
  const session = ['S: +OK', 'C: PASS x', 'S: +OK', 'C: RETR 1', 'S: +OK', `S! ${stuffed(SENT).toString('latin1')}`];
  const sent = sentAs(conversations(entriesOf([...session, 'S: .'])), 'dots');
  expect(sent).toMatchObject({ octets: SENT, text: ['.', '..', 'x.'], at: { connection: 1, offset: 10 } });
  expect(sentAs(conversations(entriesOf(session)), 'dots')).toBeUndefined();
});

function stuffed(message: Buffer): Buffer {
  return octetsOf(message.toString('latin1').replaceAll('\r\n.', '\r\n..'));
}

test.each([
  ['a client that was told that the message did not come', ['C: RETR 1', 'S: -ERR', 'C: DELE 1', 'S: +OK'], [1]],
  ['nobody, where DELE was sent along with RETR', ['C! RETR 1\r\nDELE 1\r\n', 'S: -ERR', 'S: +OK'], []],
  ['nobody, where the message came', ['C: RETR 1', 'S: +OK', 'S: x', 'S: .', 'C: DELE 1', 'S: +OK'], []],
  ['nobody, where it came later', ['C: RETR 1', 'S: -ERR', 'C: RETR 1', 'S: +OK', 'S: .', 'C: DELE 1', 'S: +OK'], []],
  ['nobody, where the deletion was refused', ['C: RETR 1', 'S: -ERR', 'C: DELE 1', 'S: -ERR'], []],
])('what was refused is deleted by %s', (_who, session, messages) => {
  const entries = entriesOf(['S: +OK', 'C: PASS x', 'S: +OK', ...session]);
  expect(deletionsOfRefused(conversations(entries), entries).map(({ message }) => message)).toEqual(messages);
});
