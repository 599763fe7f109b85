/** The real mail clients that the suite is run against, unmodified, and how each is told to fetch its mail. Data. */

import type { TlsMode } from '../target/client.ts';
import type { CommandLine } from '../target/launch/command-launcher.ts';
import type { NamedTemplate } from '../target/launch/template.ts';

/** One client with one use of TLS, or one way to log in. */
export interface Client {
  /** Judgements name it so. */
  readonly client: string;
  readonly variant: string;
  readonly tls: TlsMode;
  /** Debian's package of it. */
  readonly package: string;
  /** A program with a folder in its name is one of ours, in `clients/`. */
  readonly command: CommandLine;
  /** What it is, for a reader of the report. */
  readonly about: string;
}

/** The name of a client: that of its reports, and what a user types. */
export function clientName({ client, variant }: Client): string {
  return `${client}-${variant}`;
}

const commandOf = (
  words: readonly [string, ...string[]],
  files: readonly NamedTemplate[] = [],
): Pick<Client, 'command'> => ({ command: { words, env: [], files, stdin: undefined } });

const curl = { client: 'curl', package: 'curl' } as const;
const curlWith = (...options: readonly string[]): Pick<Client, 'command'> =>
  commandOf(['curl', '-q', '-sS', ...options, '-u', '{user}:{password}', 'pop3://{host}:{port}/1']);

const fetchmail = { client: 'fetchmail', package: 'fetchmail' } as const;
const fetchmailWith = (tls: string): Pick<Client, 'command'> =>
  commandOf(
    ['fetchmail', '-f', '{dir}/rc', '--nodetach', '--nosyslog', '--pidfile', '{dir}/pid', '-i', '{dir}/ids', '-a'],
    [
      {
        name: 'rc',
        template: [
          'set no bouncemail',
          `poll {host} proto pop3 port {port} user "{user}" password "{password}" ${tls} keep mda "cat >>{dir}/mbox"`,
          '',
        ].join('\n'),
      },
    ],
  );

const mpop = { client: 'mpop', package: 'mpop' } as const;
const mpopWith = (...options: readonly string[]): Pick<Client, 'command'> =>
  commandOf([
    'mpop',
    '-C',
    '/dev/null',
    '--host={host}',
    '--port={port}',
    '--user={user}',
    '--passwordeval=printf %s {password}',
    '--timeout=10',
    '--keep=on',
    '--uidls-file={dir}/uidls',
    '--delivery=mbox,{dir}/mbox',
    ...options,
  ]);

const poplib = { client: 'poplib', package: 'python3' } as const;
const poplibWith = (...more: readonly string[]): Pick<Client, 'command'> =>
  commandOf(['./poplib-client.py', '{host}', '{port}', '{user}', '{password}', ...more]);

const netPop3 = { client: 'net-pop3', package: 'perl' } as const;

/** How mpop is told to begin with STLS. */
const MPOP_STLS = ['--tls=on', '--tls-starttls=on', '--tls-trust-file={ca}'] as const;

export const CLIENTS: readonly Client[] = [
  { ...curl, variant: 'plain', tls: 'none', ...curlWith(), about: 'curl, which logs in as it likes best' },
  {
    ...curl,
    variant: 'sasl',
    tls: 'none',
    ...curlWith('--login-options', 'AUTH=PLAIN'),
    about: 'curl, told to log in by SASL PLAIN',
  },
  {
    ...curl,
    variant: 'stls',
    tls: 'stls',
    ...curlWith('--ssl-reqd', '--cacert', '{ca}'),
    about: 'curl, told to begin with STLS',
  },
  {
    ...fetchmail,
    variant: 'plain',
    tls: 'none',
    ...fetchmailWith('sslproto ""'),
    about: 'fetchmail, which keeps the mail on the server',
  },
  {
    ...fetchmail,
    variant: 'stls',
    tls: 'stls',
    ...fetchmailWith('sslproto "TLS1.2+" sslcertck sslcertfile "{ca}"'),
    about: 'fetchmail, told to begin with STLS',
  },
  {
    ...mpop,
    variant: 'plain',
    tls: 'none',
    ...mpopWith('--auth=user', '--tls=off'),
    about: 'mpop, told to log in by USER and PASS',
  },
  {
    ...mpop,
    variant: 'stls',
    tls: 'stls',
    ...mpopWith('--auth=on', ...MPOP_STLS),
    about: 'mpop, told to begin with STLS; it logs in as it likes best',
  },
  {
    ...poplib,
    variant: 'plain',
    tls: 'none',
    ...poplibWith(),
    about: 'Python’s poplib, driven by a script of thirty lines (`src/interop/clients/poplib-client.py`)',
  },
  {
    ...poplib,
    variant: 'stls',
    tls: 'stls',
    ...poplibWith('{ca}'),
    about: 'Python’s poplib, by the same script, under STLS',
  },
  {
    ...netPop3,
    variant: 'plain',
    tls: 'none',
    ...commandOf(['./net-pop3-client.pl', '{host}', '{port}', '{user}', '{password}']),
    about: 'Perl’s Net::POP3, driven by a script of twenty lines (`src/interop/clients/net-pop3-client.pl`)',
  },
];
