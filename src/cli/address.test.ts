import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress, portFor } from './address.ts';
import { UsageError } from './errors.ts';

describe('parseAddress', () => {
  it.each([
    ['mail.example.org', { host: 'mail.example.org', port: undefined, implicitTls: false, user: undefined }],
    ['127.0.0.1:8110', { host: '127.0.0.1', port: 8110, implicitTls: false, user: undefined }],
    ['[::1]', { host: '::1', port: undefined, implicitTls: false, user: undefined }],
    ['[::1]:8110', { host: '::1', port: 8110, implicitTls: false, user: undefined }],
    ['pop3://host', { host: 'host', port: undefined, implicitTls: false, user: undefined }],
    ['POP3://host/', { host: 'host', port: undefined, implicitTls: false, user: undefined }],
    ['pop3s://host:1995', { host: 'host', port: 1995, implicitTls: true, user: undefined }],
    ['pop3s://[fe80::1]:1995', { host: 'fe80::1', port: 1995, implicitTls: true, user: undefined }],
    ['pop3://alice@host', { host: 'host', port: undefined, implicitTls: false, user: 'alice' }],
    ['pop3://alice%40example.org@host:110', { host: 'host', port: 110, implicitTls: false, user: 'alice@example.org' }],
    ['pop3://alice@example.org@host', { host: 'host', port: undefined, implicitTls: false, user: 'alice@example.org' }],
    ['bücher.example', { host: 'bücher.example', port: undefined, implicitTls: false, user: undefined }],
  ])('reads %s', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
  });

  it.each([
    ['', /no host/],
    [':110', /no host/],
    ['host:', /not a port/],
    ['host:0', /1 to 65535/],
    ['host:65536', /1 to 65535/],
    ['host:pop3', /"pop3" is not a port/],
    ['host:110:110', /more than one ":"/],
    ['::1', /brackets: \[::1\]/],
    ['[::1', /more than one|no "\["/],
    ['[mail]:110', /not an IPv6 address/],
    ['[::1]110', /only :port/],
    ['imap://host', /imap:\/\/ is not POP3/],
    ['alice@host', /--user/],
    ['pop3://@host', /no user before/],
    ['pop3://a%zz@host', /%25/],
    ['pop3://host/INBOX', /no "\/"/],
    ['host name', /no " "/],
    ['host\u001B[2J', /no "\\u001b"/],
  ])('refuses %j', (text, message) => {
    expect(() => parseAddress(text)).toThrow(message);
    expect(() => parseAddress(text)).toThrow(UsageError);
  });

  it.each([
    'pop3://alice:wonderland@host',
    'alice:wonderland@host',
    'imap://alice:wonderland@host',
    'pop3://a:wonder@land@h',
  ])('refuses %s without repeating the password', (text) => {
    expect(() => parseAddress(text)).toThrow(UsageError);
    expect(() => parseAddress(text)).not.toThrow(/wonder|land/);
  });

  it('reads or refuses anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(portOrRefusal(text)).toSatisfy(
          (port) => port === undefined || (Number(port) >= 1 && Number(port) <= 65_535),
        );
      }),
    );
  });
});

/** The port of an address; 1 for what is refused as it should be. */
function portOrRefusal(text: string): number | undefined {
  try {
    return parseAddress(text).port;
  } catch (error) {
    if (error instanceof UsageError) return 1;
    throw error;
  }
}

describe('portFor', () => {
  it('is that of the protocol where the address has none', () => {
    expect(portFor(parseAddress('host'), 'none')).toBe(110);
    expect(portFor(parseAddress('host'), 'stls')).toBe(110);
    expect(portFor(parseAddress('host'), 'implicit')).toBe(995);
    expect(portFor(parseAddress('host:8110'), 'implicit')).toBe(8110);
  });
});
