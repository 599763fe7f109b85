/** The server that `pop3spec serve` starts, made of the settings and the files that they name. */

import { nearest } from '../catalogue/nearest.ts';
import { describeMistake, type Places } from '../script/parse.ts';
import type { Script } from '../script/syntax.ts';
import { editLines } from '../server/answer.ts';
import type { Bend } from '../server/bend.ts';
import type { AccountConfig, ServerConfig, TlsConfig } from '../server/config.ts';
import { builtInConfig } from '../server/default-config.ts';
import { loadPersonae } from '../server/personae/personae.ts';
import { SAMPLES } from '../server/sample-messages.ts';
import { scriptedConfig } from '../server/scripted.ts';
import type { Account } from '../target/target.ts';
import type { Transcript } from '../wire/transcript.ts';
import { noRecording, UsageError } from './errors.ts';
import { givenPassword, textOf } from './given-target.ts';
import { readMessages } from './serve-mail.ts';
import type { ServeSettings } from './serve-settings.ts';

/** Of the account whose password nobody has given: this is a server for tests. */
const PASSWORD = 'wonderland';

const UNDER_TLS = ', TLS from the first octet';

/** How a recording is played. */
export interface RecordingManner {
  /** Whether with its pauses. */
  readonly timing: boolean;
  /** Where everything is kept that goes over the connections; absent: nowhere. */
  readonly transcript?: Transcript;
}

/** A server that is ready to be started. */
export interface Served {
  readonly config: ServerConfig;
  /** What it is, in words that stand in brackets. */
  readonly title: string;
}

/**
 * The server that the settings ask for.
 * @param variable what the environment holds as POP3SPEC_PASSWORD
 * @param note is told of what a client of a whole conversation does against the script
 * @param recording where the script has to be one: how it is played
 * @throws {UsageError} where a file can't be read or is wrong
 */
export async function servedConfig(
  settings: ServeSettings,
  variable: string | undefined,
  note: (connection: number, text: string) => void,
  recording?: RecordingManner,
): Promise<Served> {
  const base = await baseConfig(settings, variable);
  const { behaviour, tls } = settings;
  const manner = tls === 'implicit' ? UNDER_TLS : '';
  if (behaviour.kind === 'built in') return { config: base, title: `the built-in server${manner}` };
  if (behaviour.kind === 'script') {
    const { file } = behaviour;
    const { config, underTls } = following(await textOf('the script', file), file, base, note, recording);
    const { tls: began } = config;
    if (!underTls) return { config, title: `script ${file}${manner}` };
    // The conversation tells itself where TLS begins.
    if (began === undefined) throw new UsageError(`${file} begins with TLS, which --tls none switches off`);
    return { config: { ...config, tls: { ...began, mode: 'implicit' } }, title: `script ${file}${UNDER_TLS}` };
  }
  const { name } = behaviour;
  const personae = await loadPersonae();
  const persona = personae.find((each) => each.name === name);
  if (persona === undefined)
    throw unknownPersona(
      name,
      personae.map((each) => each.name),
    );
  // A real server announces STLS only where it has a certificate, and the script can't know.
  const own = tls === 'none' ? { ...base, bend: () => WITHOUT_STLS } : base;
  return { config: following(persona.source, persona.file, own, note).config, title: `persona ${name}${manner}` };
}

function unknownPersona(name: string, names: readonly string[]): UsageError {
  const [near] = nearest(name, names, 1);
  const hint = near === undefined ? `the personae are ${names.join(', ')}` : `did you mean ${near}?`;
  return new UsageError(`--persona: there is no persona ${name}; ${hint}`);
}

function following(
  source: string,
  file: string,
  base: ServerConfig,
  note: (connection: number, text: string) => void,
  recording?: RecordingManner,
): { config: ServerConfig; underTls: boolean } {
  let lines: readonly (number | undefined)[] = [];
  const scripted = scriptedConfig(source, base, {
    file,
    timing: recording?.timing ?? true,
    onDeviation: ({ connection, turn }) => {
      const line = lines[turn];
      note(connection, line === undefined ? `${file} is at its end` : `${file}:${line} expects another line here`);
    },
  });
  if (!scripted.ok) throw new UsageError(scripted.mistakes.map(describeMistake).join('\n'));
  const { config, script, places } = scripted;
  if (recording !== undefined && script.kind !== 'conversation') throw noRecording(file);
  lines = turnLines(script, places);
  return { config, underTls: script.kind === 'conversation' && script.underTls };
}

/** The lines in which the turns of a whole conversation begin. */
function turnLines(script: Script, places: Places): readonly (number | undefined)[] {
  return script.kind === 'conversation' ? script.turns.map((turn) => places.get(turn)) : [];
}

const WITHOUT_STLS: Bend = {
  after: ({ keyword }, answer) =>
    keyword === 'CAPA' ? editLines(answer, (lines) => lines.filter((line) => line !== 'STLS')) : answer,
};

async function baseConfig(settings: ServeSettings, variable: string | undefined): Promise<ServerConfig> {
  const builtIn = await builtInConfig();
  const { tls: _tls, ...withoutTls } = builtIn;
  const tls = await tlsConfig(settings, builtIn.tls);
  return {
    ...withoutTls,
    host: settings.host,
    port: settings.port,
    accounts: await accounts(settings, builtIn.accounts, variable),
    ...(tls === undefined ? {} : { tls }),
  };
}

async function tlsConfig(
  { tls, certificate }: ServeSettings,
  made: TlsConfig | undefined,
): Promise<TlsConfig | undefined> {
  if (tls === 'none') return undefined;
  if (certificate === undefined) return made === undefined ? undefined : { ...made, mode: tls };
  return { ...(await readCertificate(certificate)), mode: tls };
}

/** A certificate with its key. @throws {UsageError} where a file can't be read or holds something else */
export async function readCertificate(
  certificate: NonNullable<ServeSettings['certificate']>,
): Promise<Pick<TlsConfig, 'cert' | 'key'>> {
  return {
    cert: await pem('--cert', certificate.cert, /-----BEGIN CERTIFICATE-----/, 'certificate'),
    key: await pem(
      '--key',
      certificate.key,
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
      'private key without a passphrase',
    ),
  };
}

async function pem(option: string, file: string, form: RegExp, what: string): Promise<string> {
  const text = await textOf(option, file);
  if (form.test(text)) return text;
  throw new UsageError(`${option}: ${file} holds no ${what} in PEM`);
}

/** The accounts: the one that the user names, else those of the built-in server; and the further ones. */
async function accounts(
  settings: ServeSettings,
  builtIn: readonly AccountConfig[],
  variable: string | undefined,
): Promise<AccountConfig[]> {
  const { user, maildir, messages: files } = settings;
  const isMailGiven = maildir !== undefined || files.length > 0;
  const mail = isMailGiven ? await readMessages(maildir, files) : SAMPLES;
  const password = await givenPassword(settings, user === undefined ? undefined : variable);
  const fresh = (account: Account): AccountConfig => ({ ...account, loginDelay: 0, expire: 'NEVER', messages: mail });
  const main =
    user === undefined
      ? builtIn.map((each, index) => (index === 0 && password !== undefined ? { ...each, password } : each))
      : [fresh({ user, password: password ?? PASSWORD })];
  const all = [...main, ...settings.accounts.map(fresh)];
  const twin = all.find((each, index) => all.findIndex((other) => other.user === each.user) !== index);
  if (twin !== undefined) throw new UsageError(`the user ${twin.user} is given twice: --account is for further users`);
  return isMailGiven ? all.map((each) => ({ ...each, messages: mail })) : all;
}
