/** The real servers that the suite is run against, and how each is reached. Data. */

import type { ServerTarget } from '../target/target.ts';

/** One server in one variant and with one use of TLS. */
export interface Peer {
  /** The script in `peers/` that starts it; judgements name it so. */
  readonly server: string;
  /** The script's variant. */
  readonly variant: string;
  readonly tls: ServerTarget['tls'];
  /** How it keeps its mail: in `mail/USER/Maildir` of its state directory, or in the mbox `mail/USER`. */
  readonly mail: 'maildir' | 'mbox';
  /** Set where its policy makes the suite wait: a run against it takes several minutes, so it is begun first. */
  readonly slow?: true;
  /** What it is, for a reader of the report. */
  readonly about: string;
}

/** The accounts that every script makes; the last has no mail. */
export const ACCOUNTS: ServerTarget['accounts'] = [
  { user: 'alice', password: 'secret' },
  { user: 'bob', password: 'secret2' },
  { user: 'carol', password: 'secret3' },
];

const dovecot = { server: 'dovecot', tls: 'none', mail: 'maildir' } as const;
const courier = { server: 'courier', tls: 'none', mail: 'maildir' } as const;
const mailutils = { server: 'mailutils', tls: 'none', mail: 'mbox' } as const;

export const PEERS: readonly Peer[] = [
  { ...dovecot, variant: 'plain', about: 'Dovecot, without TLS' },
  { ...dovecot, variant: 'tls', tls: 'stls', about: 'Dovecot, every session begins with STLS' },
  { ...dovecot, variant: 'tls', tls: 'implicit', about: 'Dovecot, TLS from the first octet' },
  { ...dovecot, variant: 'lock', about: 'Dovecot with pop3_lock_session: one session at a time, else [IN-USE]' },
  { ...dovecot, variant: 'sasl', about: 'Dovecot with seven SASL mechanisms' },
  { ...courier, variant: 'plain', about: "Courier with Debian's settings, without SASL" },
  { ...courier, variant: 'sasl', about: 'Courier with five SASL mechanisms (POP3AUTH)' },
  { ...courier, variant: 'tls', tls: 'stls', about: 'Courier, every session begins with STLS' },
  { ...courier, variant: 'tls', tls: 'implicit', about: 'Courier, TLS from the first octet' },
  { ...mailutils, variant: 'plain', about: 'GNU Mailutils pop3d, without TLS' },
  { ...mailutils, variant: 'tls', tls: 'stls', about: 'GNU Mailutils pop3d, every session begins with STLS' },
  { ...mailutils, variant: 'tls', tls: 'implicit', about: 'GNU Mailutils pop3d, TLS from the first octet' },
  { ...mailutils, variant: 'policy', slow: true, about: 'GNU Mailutils pop3d with LOGIN-DELAY 2 and EXPIRE 30' },
  { server: 'popa3d', variant: 'plain', tls: 'none', mail: 'mbox', about: 'popa3d, a server without CAPA' },
];

/** The name of a peer: that of its reports, and what a user types. */
export function nameOf({ server, variant, tls }: Peer): string {
  return tls === 'none' || tls === variant ? `${server}-${variant}` : `${server}-${tls}`;
}
