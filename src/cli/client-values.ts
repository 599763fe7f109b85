/** The values of the options of `pop3spec client`, judged: text in, value out. Pure. See option-values.ts for those of every test. */

import path from 'node:path';
import { nearest } from '../catalogue/nearest.ts';
import { isPlaceholder, PLACEHOLDERS, placeholdersIn, type NamedTemplate } from '../target/launch/template.ts';
import { UsageError } from './errors.ts';
import { path as pathOf, positiveTime } from './option-values.ts';

/** A file that the client finds in its directory: a template, or the name of the file of ours that holds it. */
export type GivenFile = NamedTemplate | { readonly name: string; readonly source: string };

/** A text with placeholders. @throws {UsageError} where one of them is unknown */
export function template(text: string): string {
  if (text.includes('\0'))
    throw new UsageError('neither a word nor a variable nor a file that is given here holds a NUL');
  const stranger = placeholdersIn(text).find((word) => !isPlaceholder(word));
  if (stranger === undefined) return text;
  const [near] = nearest(stranger, PLACEHOLDERS, 1);
  const known = PLACEHOLDERS.map((word) => `{${word}}`).join(', ');
  const hint = near === undefined ? `there are ${known}` : `did you mean {${near}}? There are ${known}`;
  throw new UsageError(
    `there is no placeholder {${stranger}}: ${hint}; {{${stranger}}} stands for {${stranger}} itself`,
  );
}

/** The words of the client's command line. @throws {UsageError} */
export function command([program, ...rest]: readonly [string, ...string[]]): [string, ...string[]] {
  if (program === '') throw new UsageError('the first word of the command is empty: it is the program');
  return [template(program), ...rest.map(template)];
}

/** `NAME=TEMPLATE`. @throws {UsageError} */
export function variable(text: string): NamedTemplate {
  return named(text, 'a variable of the environment is written NAME=TEMPLATE');
}

/** `NAME=TEMPLATE`, or `NAME=@FILE` for a template that stands in a file. @throws {UsageError} */
export function file(text: string): GivenFile {
  const given = named(text, 'a file is written NAME=TEMPLATE, or NAME=@FILE where the template stands in a file');
  const parts = given.name.split(/[/\\]/);
  if (path.isAbsolute(given.name) || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new UsageError(`"${given.name}" is not the name of a file below {dir}, such as rc or .config/client.conf`);
  }
  if (!given.template.startsWith('@')) return given;
  return { name: given.name, source: pathOf(given.template.slice(1)) };
}

function named(text: string, form: string): NamedTemplate {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(form);
  const name = text.slice(0, equals);
  if (name.includes('\0')) throw new UsageError('a name holds no NUL');
  return { name, template: template(text.slice(equals + 1)) };
}

/** Seconds between two polls of a client, as milliseconds. @throws {UsageError} */
export const pollingTime = positiveTime;

/** The exit status of a failure. @throws {UsageError} */
export function exitStatus(text: string): number {
  const status = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (status >= 1 && status <= 255) return status;
  throw new UsageError(`"${text}" is not an exit status of a failure: a number from 1 to 255`);
}
