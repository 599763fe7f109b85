import { describe, expect, it } from 'vitest';
import { errand } from './launching.test.support.ts';
import { factsOf, urlOf } from './facts.ts';
import { fill, placeholdersIn } from './template.ts';

const facts = factsOf(errand(), { dir: '/d', ca: '/ca.pem' });

describe('fill', () => {
  it.each([
    ['pop3://{host}:{port}/', 'pop3://localhost:8110/'],
    ['{user}{user}', 'alicealice'],
    ['{dir} {ca}', '/d /ca.pem'],
    ['{{host}} is {host}', '{host} is localhost'],
    ['{{{host}}}', '{{host}}'],
    ['{"a": {"b": "{port}"}}', '{"a": {"b": "8110"}}'],
    ['${HOME} {print $1} {} {', '${HOME} {print $1} {} {'],
  ])('%s', (template, text) => {
    expect(fill(template, facts)).toBe(text);
  });

  it('does not read again what takes the place of a placeholder', () => {
    expect(fill('{password}', { ...facts, password: '{user} $& {{dir}}' })).toBe('{user} $& {{dir}}');
  });
});

describe('placeholdersIn', () => {
  it('finds those that are known and those that are not, and none in doubled braces', () => {
    expect(placeholdersIn('{host} {hots} {{user}} {Host} {1}')).toEqual(['host', 'hots']);
  });
});

describe('urlOf', () => {
  it('encodes what would end a part of it', () => {
    expect(urlOf(errand({ user: 'a@b', password: 'p:/?# %ä' }))).toBe(
      'pop3://a%40b:p%3A%2F%3F%23%20%25%C3%A4@localhost:8110/',
    );
  });

  it('names TLS from the first octet, and puts an IPv6 address in brackets', () => {
    expect(urlOf(errand({ tls: 'implicit', host: '::1' }))).toBe('pop3s://alice:wonderland@[::1]:8110/');
    expect(urlOf(errand({ tls: 'stls' }))).toMatch(/^pop3:/);
  });
});
