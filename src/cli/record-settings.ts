/** What the user of `pop3spec record` wants: the command line, each value judged by itself. Pure. */

import { parseAddress, portFor } from './address.ts';
import { UsageError } from './errors.ts';
import * as value from './option-values.ts';
import type { RecordFlags } from './record-program.ts';
import { judged } from './run-settings.ts';
import { address, certificateFiles, LOOPBACK, port } from './serve-settings.ts';

export interface RecordSettings {
  readonly upstream: { readonly host: string; readonly port: number; readonly tls: value.TlsMode };
  readonly host: string;
  readonly port: number;
  readonly tls: value.TlsMode;
  /** The names of PEM files. */
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  readonly output: string;
  readonly redactMail: boolean;
  readonly once: boolean;
}

/** The settings of the command line. @throws {UsageError} where a value is wrong, or two contradict each other */
export function recordSettings(flags: RecordFlags): RecordSettings {
  const upstream = parseAddress(flags.upstream);
  const given = judged('--upstream-tls', (text) => value.oneOf(value.TLS_MODES, text), flags.upstreamTls);
  if (upstream.implicitTls && given !== undefined && given !== 'implicit') {
    throw new UsageError(`pop3s:// is TLS from the first octet, which contradicts --upstream-tls ${given}`);
  }
  const upstreamTls = upstream.implicitTls ? 'implicit' : (given ?? 'none');
  const tls = judged('--tls', (text) => value.oneOf(value.TLS_MODES, text), flags.tls) ?? defaultTls(upstreamTls);
  if (tls === 'stls' && upstreamTls !== 'none') {
    throw new UsageError(
      'the server is under TLS before the client speaks, and would refuse its STLS: give --tls none or --tls implicit',
    );
  }
  return {
    upstream: { host: upstream.host, port: portFor(upstream, upstreamTls), tls: upstreamTls },
    host: judged('--host', address, flags.host) ?? LOOPBACK,
    port: judged('--listen', port, flags.listen) ?? 0,
    tls,
    ca: judged('--ca', value.path, flags.ca),
    insecure: flags.insecure ?? false,
    certificate: certificateFiles(flags, tls),
    output: judged('--output', value.path, flags.output),
    redactMail: flags.redactMail ?? false,
    once: flags.once ?? false,
  };
}

/** The client is most likely set up for what it finds at the server itself. */
function defaultTls(upstream: value.TlsMode): value.TlsMode {
  if (upstream === 'none') return 'stls';
  return upstream === 'implicit' ? 'implicit' : 'none';
}
