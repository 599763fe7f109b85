/** The configuration files of `pop3spec server` and `pop3spec client`. Pure: the text is read elsewhere. */

import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { KINDS } from '../emit/kinds.ts';
import { normalisedClient, type ClientSettings } from './client-settings.ts';
import * as clientValue from './client-values.ts';
import * as config from './config-document.ts';
import * as value from './option-values.ts';
import type { RunSettings } from './run-settings.ts';
import { normalised, type Settings } from './settings.ts';

const { text, seconds, strings, words } = config;

const accounts = z.array(
  z.union([text(value.account), z.strictObject({ user: text(value.userName), password: text(value.password) })], {
    error: (issue) => config.deepest(issue.errors) ?? 'an account is USER:PASSWORD, or has the keys user and password',
  }),
  { error: 'a list of accounts is wanted' },
);

/** The options that every test has. */
const RUN = {
  user: text(value.userName),
  password: text(value.password),
  'password-file': text(value.path),
  tls: text((given) => value.oneOf(value.TLS_MODES, given)),
  only: strings,
  strict: z.boolean(),
  baseline: text(value.path),
  shard: text(value.part),
  parallel: config.number(value.lanes, 'a number of lanes is wanted'),
  segment: text(value.segmentation),
  timeout: seconds(value.positiveTime),
  'max-wait': seconds(value.waitingTime),
  features: text(value.path),
  out: text(value.path),
  html: text(value.path),
  json: text(value.path),
  junit: text(value.path),
  messages: text(value.path),
  'cucumber-html': text(value.path),
  emit: text((given) => value.oneOf(KINDS, given)),
  quiet: z.boolean(),
  verbose: z.boolean(),
};
const RUN_OBJECT = z.object(RUN).partial();
type RunData = z.output<typeof RUN_OBJECT>;

const SERVER = z
  .strictObject({
    target: z.string(),
    ...RUN,
    accounts,
    ca: text(value.path),
    insecure: z.boolean(),
    deliver: words,
    'allow-delete': z.boolean(),
  })
  .partial();

/** Several of `NAME=TEMPLATE`, or a mapping of names to templates. */
function named<Value>(judge: (text: string) => Value): z.ZodType<Value[]> {
  const texts = z.union(
    [
      strings,
      z.record(z.string(), z.string()).transform((pairs) => Object.entries(pairs).map(([name, to]) => `${name}=${to}`)),
    ],
    { error: 'NAME=TEMPLATE, a list of such texts, or a mapping of names to templates is wanted' },
  );
  return texts.pipe(z.array(text(judge)));
}

const numbers = z.union([z.number().transform((one) => [one]), z.array(z.number())], {
  error: 'a number or a list of numbers is wanted',
});

const CLIENT = z
  .strictObject({
    command: words.transform((given, context) => config.checked(clientValue.command, given, context)),
    ...RUN,
    env: named(clientValue.variable),
    file: named(clientValue.file),
    stdin: text(clientValue.template),
    driver: text(value.path),
    browser: text(value.path),
    polls: seconds(clientValue.pollingTime),
    pipelines: z.boolean(),
    'temporary-exit': numbers.pipe(
      z.array(z.number().transform((given, context) => config.checked(clientValue.exitStatus, `${given}`, context))),
    ),
  })
  .partial();

/**
 * Reads a configuration file of `pop3spec server`.
 * @param file its name, for the messages; file names in it are meant from its folder
 * @throws {UsageError} with `file:line: what is wrong` for each mistake
 */
export function parseConfig(source: string, file: string, folder: string): Settings {
  return config.readConfig(source, file, SERVER, (data) =>
    normalised({
      ...runSettings(data, folder),
      target: data.target,
      accounts: data.accounts,
      ca: from(folder, data.ca),
      insecure: data.insecure,
      deliver: data.deliver,
      allowDelete: data['allow-delete'],
    }),
  );
}

/** The same for `pop3spec client`. @throws {UsageError} */
export function parseClientConfig(source: string, file: string, folder: string): ClientSettings {
  return config.readConfig(source, file, CLIENT, (data) =>
    normalisedClient({
      ...runSettings(data, folder),
      command: data.command,
      env: data.env,
      files: data.file?.map((each) => ('source' in each ? { ...each, source: from(folder, each.source) } : each)),
      stdin: data.stdin,
      driver: from(folder, data.driver),
      browser: from(folder, data.browser),
      pollsMs: data.polls,
      pipelines: data.pipelines,
      temporaryExits: data['temporary-exit'],
    }),
  );
}

/** A file name in a configuration file, which stands in `folder`. */
function from<Name extends string | undefined>(folder: string, name: Name): Name | string {
  return name === undefined || isAbsolute(name) ? name : join(folder, name);
}

function runSettings(data: RunData, folder: string): RunSettings {
  return {
    user: data.user,
    password: data.password,
    passwordFile: from(folder, data['password-file']),
    tls: data.tls,
    only: data.only,
    strict: data.strict,
    baseline: from(folder, data.baseline),
    shard: data.shard,
    parallel: data.parallel,
    segmentation: data.segment,
    timeoutMs: data.timeout,
    maxWaitMs: data['max-wait'],
    features: from(folder, data.features),
    out: from(folder, data.out),
    html: from(folder, data.html),
    json: from(folder, data.json),
    junit: from(folder, data.junit),
    messages: from(folder, data.messages),
    cucumberHtml: from(folder, data['cucumber-html']),
    emit: data.emit,
    quiet: data.quiet,
    verbose: data.verbose,
  };
}
