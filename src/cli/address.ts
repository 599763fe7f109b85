/** The address of a server as a user writes it. Pure. */

import { isIPv6 } from 'node:net';
import { UsageError } from './errors.ts';

export interface Address {
  readonly host: string;
  /** Undefined where the user leaves it to the protocol: see {@link portFor}. */
  readonly port: number | undefined;
  /** Whether the address says itself that the connection begins with TLS (`pop3s://`). */
  readonly implicitTls: boolean;
  readonly user: string | undefined;
}

/** What a message shows as an address that would be right. */
const FORMS = 'host, host:port, pop3://host:port or pop3s://host:port';

/**
 * Reads `host[:port]`, `pop3://[user@]host[:port]` or `pop3s://[user@]host[:port]`; an IPv6 address stands in brackets.
 * The URL is that of RFC 2384 without its parameters; `pop3s` is what everybody writes for TLS from the first octet.
 * @throws {UsageError} where it is none of them
 */
export function parseAddress(text: string): Address {
  // A password has no place in an address, and where one stands in it all the same it is not repeated.
  const shown = text.replace(/:(?!\/\/).*@/s, ':...@');
  const wrong = (why: string): UsageError => new UsageError(`"${shown}" is not an address: ${why}`);
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const protocol = scheme?.toLowerCase();
  if (protocol !== undefined && protocol !== 'pop3' && protocol !== 'pop3s') {
    throw wrong(`${scheme}:// is not POP3; write ${FORMS}`);
  }
  const { user, authority } = splitUser(rest, protocol, wrong);
  const { host, port } = splitPort(authority, wrong);
  return { host, port, implicitTls: protocol === 'pop3s', user };
}

/** The port of an address: 995 where TLS begins with the first octet (RFC 8314 section 3.3), else 110 (RFC 1939 section 3). */
export function portFor(address: Address, tls: 'none' | 'stls' | 'implicit'): number {
  return address.port ?? (tls === 'implicit' ? 995 : 110);
}

type Wrong = (why: string) => UsageError;

function splitUser(
  rest: string,
  protocol: string | undefined,
  wrong: Wrong,
): { user: string | undefined; authority: string } {
  const at = rest.lastIndexOf('@');
  const authority = protocol === undefined ? rest : rest.replace(/\/$/, '');
  if (at === -1) return { user: undefined, authority };
  const user = rest.slice(0, at);
  if (user.includes(':')) throw wrong('a password would be seen by everybody there; give it by --password-file FILE');
  if (protocol === undefined) throw wrong(`a user is named by --user, or in a URL: pop3://${rest}`);
  if (user === '') throw wrong(`there is no user before the "@"; leave out the "@", or write ${protocol}://user@host`);
  return { user: decoded(user, wrong), authority: authority.slice(at + 1) };
}

function decoded(user: string, wrong: Wrong): string {
  try {
    return decodeURIComponent(user);
  } catch {
    throw wrong('a "%" in the user of a URL is followed by two hexadecimal digits; for "%" itself write %25');
  }
}

function splitPort(authority: string, wrong: Wrong): { host: string; port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](.*)$/s.exec(authority);
  if (bracketed !== null) {
    const [, host = '', rest = ''] = bracketed;
    if (!isIPv6(host)) throw wrong(`[${host}] is not an IPv6 address`);
    if (rest !== '' && !rest.startsWith(':')) throw wrong(`behind [${host}] only :port can follow`);
    return { host, port: rest === '' ? undefined : portOf(rest.slice(1), wrong) };
  }
  if (isIPv6(authority)) throw wrong(`an IPv6 address stands in brackets: [${authority}]:110`);
  const [host = '', ...ports] = authority.split(':');
  if (ports.length > 1) throw wrong(`there is more than one ":" in it; write ${FORMS}`);
  if (host === '') throw wrong(`there is no host in it; write ${FORMS}`);
  const stranger = /[^\p{L}\p{M}\p{N}._-]/u.exec(host)?.[0];
  if (stranger !== undefined) throw wrong(`a host has no ${JSON.stringify(stranger)} in its name; write ${FORMS}`);
  return { host, port: ports[0] === undefined ? undefined : portOf(ports[0], wrong) };
}

function portOf(text: string, wrong: Wrong): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw wrong(`"${text}" is not a port; a port is a number from 1 to 65535`);
  return port;
}
