/**
 * A recording as what went over the wire, for whoever judges it. What it does not tell is made up: one account, with which
 * names, digests and responses fit each other, so that no placeholder looks like a breach. Pure.
 */

import { latin1, octetsOf } from '../protocol/octets.ts';
import type { Act, Conversation, Pattern } from '../script/syntax.ts';
import { renderText } from '../script/text-octets.ts';
import { flatten, Secret } from '../wire/secret.ts';
import type { Side, WireEntry, WireEvent } from '../wire/transcript.ts';
import { Filler } from './credentials.ts';

/** Who logs in, in a recording that does not tell. */
export const MADE_UP = { user: 'user', password: 'password' } as const;

/** What stands for a response that nobody can compute. It is base64, as a response is. */
const UNKNOWN_RESPONSE = 'eA==';

/** The events of a recording. @param connection its number, from 1 */
export function entriesOf({ underTls, greeting, turns }: Conversation, connection: number): WireEntry[] {
  const writer = new Writer(connection);
  writer.event('C', 'connect');
  if (underTls) writer.event('S', 'tls');
  writer.acts(greeting);
  for (const { client, crlf, acts } of turns) {
    writer.client(client, crlf);
    writer.acts(acts);
  }
  writer.flush();
  return writer.entries;
}

class Writer {
  readonly entries: WireEntry[] = [];
  readonly #connection: number;
  readonly #filler = new Filler(MADE_UP, () => 'nonce');
  readonly #values: Record<string, string> = {};
  /** What a side has sent in the segment that is not over. */
  #from: Side = 'S';
  #pieces: (Buffer | Secret)[] = [];
  #t = 0;
  #greeting: string | undefined;
  /** The line of the server that is coming, or came last. */
  #serverLine = '';
  #clientLine = '';

  constructor(connection: number) {
    this.#connection = connection;
  }

  event(from: Side, event: WireEvent): void {
    this.flush();
    this.entries.push({ t: this.#t, connection: this.#connection, from, event, octets: Buffer.alloc(0), secrets: [] });
  }

  acts(acts: readonly Act[]): void {
    for (const act of acts) {
      if (act.kind === 'send') this.#server(renderText(act.text, this.#values));
      else if (act.kind === 'cut' || act.kind === 'client cut') this.flush();
      else if (act.kind === 'wait' || act.kind === 'client wait') {
        this.flush();
        this.#t += act.ms;
      } else if (act.kind === 'start TLS') this.event('S', 'tls');
      else if (act.kind === 'close' || act.kind === 'reset') this.event('S', act.kind);
      else if (act.kind === 'client close' || act.kind === 'client reset')
        this.event('C', act.kind === 'client close' ? 'close' : 'reset');
    }
  }

  client({ parts }: Pattern, crlf: boolean): void {
    for (const part of parts) {
      if (part.kind === 'octets') {
        this.#sent('C', octetsOf(part.octets));
        this.#clientLine += part.octets;
      } else if ('name' in part) this.#sent('C', this.#filled(part.name));
    }
    if (!crlf) return;
    this.#sent('C', octetsOf('\r\n'));
    this.#filler.command(this.#clientLine);
    this.#clientLine = '';
  }

  flush(): void {
    if (this.#pieces.length === 0) return;
    const { octets, secrets } = flatten(this.#pieces);
    this.#pieces = [];
    const { entries } = this;
    entries.push({ t: this.#t, connection: this.#connection, from: this.#from, event: 'data', octets, secrets });
  }

  #sent(from: Side, piece: Buffer | Secret): void {
    if (this.#from !== from) this.flush();
    this.#from = from;
    this.#pieces.push(piece);
  }

  #server(octets: Buffer): void {
    if (octets.length === 0) return;
    this.#sent('S', octets);
    const text = latin1(octets);
    this.#serverLine = (this.#serverLine.endsWith('\n') ? '' : this.#serverLine) + text;
    this.#greeting ??= text.includes('\n') ? this.#serverLine : undefined;
  }

  #filled(name: string): Secret {
    if (this.#clientLine !== '') this.#filler.command(this.#clientLine);
    const challenge = /^\+(?!OK)[^\r\n]*/i.exec(this.#serverLine)?.[0];
    const filling = this.#filler.fill(name, { before: this.#clientLine, greeting: this.#greeting ?? '', challenge });
    const text = filling.ok ? filling.text : name === 'response' ? UNKNOWN_RESPONSE : name;
    this.#values[name] = text;
    return new Secret(octetsOf(text), name);
  }
}
