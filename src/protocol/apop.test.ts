import { expect, it } from 'vitest';
import { apopDigest, apopTimestamp } from './apop.ts';

it('makes the digest of RFC 1939 section 7', () => {
  expect(apopDigest('<1896.697170952@dbc.mtview.ca.us>', 'tanstaaf')).toBe('c4c9334bac560ecc979e58001b3e22fb');
});

it('makes a timestamp with the syntax of a msg-id', () => {
  expect(apopTimestamp(Buffer.from([1, 255]), 1234.5, 'localhost')).toBe('<01ff.1234@localhost>');
});
