/** Writes scripts: the inverse of parse.ts. What is written is ASCII, and reading it gives the same script. */

import { writeAct, writeEdit } from './acts.ts';
import { writeConditions } from './conditions.ts';
import { writeClientLine, type ClientLine } from './pattern.ts';
import { START_TLS, type Rule, type Script, type Setting } from './syntax.ts';
import { writeText } from './text.ts';

/**
 * A script as text, with LF line ends.
 * @param heading comment lines for its beginning, without their "#"; line ends in them begin further comment lines
 */
export function printScript(script: Script, heading: readonly string[] = []): string {
  const comments = heading.flatMap((line) => line.split(/[\r\n]+/)).map((line) => `# ${line}`.trimEnd());
  const blocks = script.kind === 'conversation' ? [conversation(script)] : overrides(script);
  return [comments, ...blocks]
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function conversation({ underTls, greeting, turns }: Extract<Script, { kind: 'conversation' }>): string[] {
  return [
    ...(underTls ? [START_TLS] : []),
    ...greeting.map(writeAct),
    ...turns.flatMap(({ acts, ...line }) => [clientLine(line), ...acts.map(writeAct)]),
  ];
}

function overrides({ settings, rules }: Extract<Script, { kind: 'overrides' }>): string[][] {
  return [settings.map(setting), ...rules.map(rule)];
}

function setting({ name, values }: Setting): string {
  return ['engine:', name, ...values].join(' ');
}

function rule({ on, when, done, as, also, edits, acts }: Rule): string[] {
  return [
    on === 'greeting' ? 'greeting' : clientLine({ client: on, crlf: true }),
    ...(when.length === 0 ? [] : [`when ${writeConditions(when)}`]),
    ...(done === undefined ? [] : [done ? 'done' : 'not done']),
    ...(as === undefined ? [] : [`as ${writeText(as)}`.trimEnd()]),
    ...also.map((text) => `also ${writeText(text)}`.trimEnd()),
    ...edits.map(writeEdit),
    ...acts.map(writeAct),
  ];
}

/** A line of the client as it stands in a script. */
export function clientLine(line: ClientLine): string {
  return `C: ${writeClientLine(line)}`.trimEnd();
}
