/** The sessions that are recorded, replayed, imported and judged: a real client each, at a real Dovecot. Data. */

import type { Account } from '../../target/target.ts';
import type { TlsMode } from '../../target/client.ts';
import type { CommandLine } from '../../target/launch/command-launcher.ts';

/** The format in which a client writes down what was said, as `pop3spec import` calls it. */
export type ClientLog = 'curl' | 'fetchmail' | 'mpop' | 'poplib';

export interface Session {
  readonly name: string;
  /** The client; results of live runs are called after it. */
  readonly client: string;
  /** Debian's package of it. */
  readonly package: string;
  readonly tls: Exclude<TlsMode, 'implicit'>;
  readonly account: Account;
  /** The format of the log on its standard output, where it writes one there. */
  readonly log?: ClientLog;
  /** Whether the recording is small enough to be published, and to be told from packets. */
  readonly isSmall: boolean;
  /** What it is, for a reader of the table. */
  readonly about: string;
  /** @param mail the file where the mail goes */
  readonly command: (mail: string) => CommandLine;
}

/** Their passwords are no words that a report or a mail may hold. */
const bob: Account = { user: 'bob', password: 'secret2' };
const carol: Account = { user: 'carol', password: 'secret3' };

/** Whose maildrop has several small messages, and whose has only a large one, of so many octets. */
export const SMALL = bob;
export const LARGE = { ...carol, octets: 20_000_000 } as const;

const command = (program: string, args: readonly string[], more: Partial<CommandLine> = {}): CommandLine => ({
  words: [program, ...args],
  env: [],
  files: [],
  stdin: undefined,
  ...more,
});

/** Words without a blank in them. */
const words = (text: string): readonly string[] => text.split(' ');

const curl =
  (message: number, ...options: readonly string[]) =>
  (mail: string): CommandLine =>
    command('curl', [
      ...words('-q -sS -v --stderr - -u {user}:{password} -o'),
      mail,
      ...options,
      `pop3://{host}:{port}/${message}`,
    ]);

const mpop = (mail: string): CommandLine =>
  command('mpop', [
    ...words('--debug -C /dev/null --host={host} --port={port} --user={user} --auth=user --tls=off --timeout=20'),
    // What the client adds to the mail has the time in it.
    ...words('--keep=on --received-header=off --uidls-file={dir}/uidls'),
    '--passwordeval=printf %s {password}',
    `--delivery=mda,cat >>'${mail}'`,
  ]);

const fetchmail = (mail: string): CommandLine =>
  command(
    'fetchmail',
    words('-v -v -f {dir}/rc --nodetach --nosyslog --invisible --pidfile {dir}/pid -i {dir}/ids -a'),
    {
      files: [
        {
          name: 'rc',
          template: [
            'set no bouncemail',
            `poll {host} proto pop3 port {port} user "{user}" password "{password}" sslproto "" keep mda "cat >>'${mail}'"`,
            '',
          ].join('\n'),
        },
      ],
    },
  );

/** Its mail is on the standard output, between the lines of its log. */
const poplib = (): CommandLine =>
  command('./poplib-client.py', ['{host}', '{port}', '{user}', '{password}'], {
    env: [{ name: 'POPLIB_DEBUG', template: '2' }],
  });

export const SESSIONS: readonly Session[] = [
  {
    name: 'curl',
    client: 'curl',
    package: 'curl',
    tls: 'none',
    account: bob,
    log: 'curl',
    isSmall: true,
    about: 'curl fetches a message, logged in by SASL PLAIN',
    command: curl(1),
  },
  {
    name: 'mpop',
    client: 'mpop',
    package: 'mpop',
    tls: 'none',
    account: bob,
    log: 'mpop',
    isSmall: true,
    about: 'mpop fetches everything, pipelined',
    command: mpop,
  },
  {
    name: 'fetchmail',
    client: 'fetchmail',
    package: 'fetchmail',
    tls: 'none',
    account: bob,
    log: 'fetchmail',
    isSmall: true,
    about: 'fetchmail fetches everything',
    command: fetchmail,
  },
  {
    name: 'poplib',
    client: 'poplib',
    package: 'python3',
    tls: 'none',
    account: bob,
    log: 'poplib',
    isSmall: true,
    about: 'Python’s poplib fetches everything',
    command: poplib,
  },
  {
    name: 'stls',
    client: 'curl',
    package: 'curl',
    tls: 'stls',
    account: bob,
    log: 'curl',
    isSmall: true,
    about: 'curl fetches a message under STLS',
    command: curl(1, '--ssl-reqd', '--cacert', '{ca}'),
  },
  {
    name: 'large',
    client: 'curl',
    package: 'curl',
    tls: 'none',
    account: carol,
    isSmall: false,
    about: 'curl fetches a message of 20 MB',
    command: curl(1),
  },
];
