/**
 * A configuration file as data: YAML whose keys are the names of options. Pure. Each mistake is told with the line that it stands in.
 */

import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { nearest } from '../catalogue/nearest.ts';
import { reasonOf, UsageError } from './errors.ts';
import { splitWords } from './shell-words.ts';

/** A text that one of the options' own functions judges. */
export function text<Value>(judge: (text: string) => Value): z.ZodType<Value, string> {
  return z.string().transform((given, context) => checked(judge, given, context));
}

/** A number of seconds. */
export function seconds(judge: (text: string) => number): z.ZodType<number> {
  return number(judge, 'a number of seconds is wanted');
}

/** A number; a text with a number in it is one too, as on the command line. @param error said of anything else */
export function number(judge: (text: string) => number, error: string): z.ZodType<number> {
  return z
    .union([z.number(), z.string()], { error })
    .transform((given, context) => checked(judge, `${given}`, context));
}

/** The value that a judge of the options makes of what is given; where it refuses, a mistake of the file. */
export function checked<Given, Value>(
  judge: (given: Given) => Value,
  given: Given,
  context: z.core.$RefinementCtx,
): Value {
  try {
    return judge(given);
  } catch (error) {
    context.addIssue({ code: 'custom', message: reasonOf(error) });
    return z.NEVER;
  }
}

export const strings = z.union([z.string().transform((one) => [one]), z.array(z.string())], {
  error: 'a text or a list of texts is wanted',
});

/** A command: its words, or the text that holds them. */
export const words = z.union(
  [
    text(splitWords),
    z
      .tuple([z.string().min(1)], z.string())
      .transform(([program, ...rest]): [string, ...string[]] => [program, ...rest]),
  ],
  { error: (issue) => deepest(issue.errors) ?? 'a command, or a list of its words, is wanted' },
);

/** Of the complaints of a union, the one that judged the value and not only its type. */
export function deepest(errors: unknown): string | undefined {
  if (!Array.isArray(errors)) return undefined;
  const issues: unknown[] = errors.flat();
  const found = issues.find((issue): issue is { message: string } => isRecord(issue) && issue['code'] === 'custom');
  return found?.message;
}

/**
 * Reads a configuration file.
 * @param file its name, for the messages
 * @param settingsOf makes settings of the values, each of which is right by itself
 * @throws {UsageError} with `file:line: what is wrong` for each mistake, with `file: ...` where `settingsOf` throws
 */
export function readConfig<Shape extends z.ZodRawShape, Settings>(
  source: string,
  file: string,
  schema: z.ZodObject<Shape>,
  settingsOf: (data: z.output<z.ZodObject<Shape>>) => Settings,
): Settings {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false });
  const at = (offset: number): string => `${file}:${counter.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw new UsageError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`).join('\n'));
  }
  const outcome = schema.safeParse(valueOf(document, file), { error: wanted });
  if (!outcome.success) {
    const options = Object.keys(schema.shape);
    const mistakes = outcome.error.issues.flatMap((issue) => mistakesOf(issue, document, options));
    const inOrder = mistakes.toSorted((a, b) => a.offset - b.offset);
    throw new UsageError(inOrder.map(({ offset, message }) => `${at(offset)}: ${message}`).join('\n'));
  }
  try {
    return settingsOf(outcome.data);
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}

function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}`); // aliases that multiply beyond measure
  }
}

/** What zod says of a wrong type, in the words of this file. */
function wanted(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  const types: Readonly<Record<string, string>> = {
    string: 'a text',
    boolean: 'true or false',
    object: 'a mapping of options to values',
  };
  return `${types[issue.expected] ?? issue.expected} is wanted`;
}

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

function mistakesOf(issue: z.core.$ZodIssue, document: Document, options: readonly string[]): Mistake[] {
  if (issue.code !== 'unrecognized_keys') {
    const name = issue.path.filter((part) => typeof part === 'string').join('.');
    return [{ offset: offsetOf(document, issue.path), message: `${name === '' ? '' : `${name}: `}${issue.message}` }];
  }
  const names = issue.path.length === 0 ? options : ['user', 'password'];
  return issue.keys.map((key) => {
    const [near] = nearest(key, names, 1);
    const hint = near === undefined ? `the options are ${names.join(', ')}` : `did you mean ${near}?`;
    return { offset: keyOffset(document, issue.path, key), message: `there is no option "${key}" (${hint})` };
  });
}

/** Where the value of a path stands; the nearest thing around it where there is none. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: Document, path: readonly PropertyKey[], key: string): number {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const items: unknown = isRecord(map) ? map['items'] : undefined;
  for (const pair of Array.isArray(items) ? (items as unknown[]) : []) {
    const name: unknown = isRecord(pair) ? pair['key'] : undefined;
    if (isNode(name) && String(name) === key && name.range) return name.range[0];
  }
  return offsetOf(document, path);
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null;
}
