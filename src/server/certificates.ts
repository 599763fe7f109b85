/**
 * Certificates, made on the spot: one that nobody vouches for; and, for tests of TLS, an authority, and those of which a
 * client must make this or that. Nothing of it is written anywhere, and the authority's key never leaves this module.
 */

import { generate } from 'selfsigned';
import type { TlsConfig } from './config.ts';

/** What a server shows: its key, and its certificate. */
export type Identity = Pick<TlsConfig, 'key' | 'cert'>;

const SOUNDNESSES = ['good', 'expired', 'not yet valid', 'wrong name', 'self-signed', 'unknown authority'] as const;

/** What keeps a certificate from proving who the server is; `good`: nothing. */
export type Soundness = (typeof SOUNDNESSES)[number];

/** Whether something is such a word. */
export function isSoundness(text: string): text is Soundness {
  return SOUNDNESSES.some((each) => each === text);
}

/** An authority, and the identities that servers can have. */
export interface Certificates {
  /** PEM: the one certificate that clients are told to trust. */
  readonly ca: string;
  readonly identities: Readonly<Record<Soundness, Identity>>;
}

/** The names that a good certificate is for: those of loopback. */
const LOOPBACK: readonly AltName[] = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '::1' },
];

/** RFC 6761 section 6.4: no host has such a name. */
const ELSEWHERE: readonly AltName[] = [{ type: 2, value: 'elsewhere.invalid' }];

type AltName = { type: 2; value: string } | { type: 7; ip: string };

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let made: Promise<Certificates> | undefined;

/** The certificates of this process: made once, since keys and signatures take their time. */
export async function certificates(): Promise<Certificates> {
  made ??= makeCertificates();
  return await made;
}

async function makeCertificates(): Promise<Certificates> {
  const [authority, stranger] = await Promise.all([makeAuthority('authority'), makeAuthority('stranger')]);
  const [good, expired, tomorrows, misnamed, own, strange] = await Promise.all([
    identity({ names: LOOPBACK, authority }),
    identity({ names: LOOPBACK, authority, days: [-2, -1] }),
    identity({ names: LOOPBACK, authority, days: [1, 2] }),
    identity({ names: ELSEWHERE, authority }),
    selfSigned(),
    identity({ names: LOOPBACK, authority: stranger }),
  ]);
  const identities = {
    good,
    expired,
    'not yet valid': tomorrows,
    'wrong name': misnamed,
    'self-signed': own,
    'unknown authority': strange,
  };
  return { ca: authority.cert, identities };
}

/** An identity for this machine's loopback addresses that nobody else vouches for, valid for a year. */
export async function selfSigned(): Promise<Identity> {
  return await identity({ names: LOOPBACK });
}

interface Particulars {
  readonly names: readonly AltName[];
  /** Who signs it; absent: itself. */
  readonly authority?: Identity;
  /** From when until when it is valid, in days from now; absent: for a year. */
  readonly days?: readonly [number, number];
}

async function identity({ names, authority, days = [0, 365] }: Particulars): Promise<Identity> {
  const [first] = names;
  const name = first?.type === 2 ? first.value : 'localhost';
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    ...validity(days),
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...names] },
    ],
    ...(authority === undefined ? {} : { ca: authority }),
  });
  return { key, cert };
}

async function makeAuthority(name: string): Promise<Identity> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: `pop3spec ${name}` }], {
    ...validity([0, 365]),
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key, cert };
}

/** A clock that lags a little must not make it a certificate of tomorrow. */
function validity([from, until]: readonly [number, number]): { notBeforeDate: Date; notAfterDate: Date } {
  const now = Date.now();
  return { notBeforeDate: new Date(now + from * DAY_MS - HOUR_MS), notAfterDate: new Date(now + until * DAY_MS) };
}
