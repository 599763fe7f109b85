import { expect, test } from 'vitest';
import { SUBJECTS, subjectsNamed } from './subjects.ts';

const namesOf = (...words: readonly string[]): string[] => subjectsNamed(words).subjects.map(({ name }) => name);

const productsOf = (wanted: string): string[] =>
  SUBJECTS.filter(({ role }) => role === wanted).map(({ product }) => product);

test('each subject has a name of its own, and no product is a server and a client', () => {
  const names = SUBJECTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const clients = new Set(productsOf('client'));
  expect(productsOf('server').filter((product) => clients.has(product))).toEqual([]);
});

test("a name is a subject's or a product's, in the order of all, and none is all", () => {
  expect(namesOf('fetchmail', 'courier-sasl', 'popa3d')).toEqual([
    'courier-sasl',
    'popa3d-plain',
    'fetchmail-plain',
    'fetchmail-stls',
  ]);
  expect(subjectsNamed([]).subjects).toBe(SUBJECTS);
  expect(subjectsNamed(['popa3d', 'qpopper']).unknown).toEqual(['qpopper']);
});

test('servers and clients are named as such', () => {
  expect(new Set(subjectsNamed(['clients']).subjects.map(({ role }) => role))).toEqual(new Set(['client']));
  expect(namesOf('servers', 'clients')).toEqual(namesOf());
});

test('what a client is started by can be pasted into a shell', () => {
  const [curl] = subjectsNamed(['curl-sasl']).subjects;
  expect(curl?.command).toBe('curl -q -sS --login-options AUTH=PLAIN -u {user}:{password} pop3://{host}:{port}/1');
});
