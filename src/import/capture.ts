/** A capture of packets, as tshark tells its fields: the octets of each side in their order, however they travelled. Pure. */

import type { Side } from '../wire/transcript.ts';
import type { Heard, HeardConversation, Log } from './heard.ts';

/** The fields that tshark is asked for, in this order. */
export const FIELDS = [
  'tcp.stream',
  'frame.time_epoch',
  'tcp.srcport',
  'tcp.dstport',
  'ip.src',
  'ipv6.src',
  'tcp.flags.syn',
  'tcp.flags.ack',
  'tcp.flags.fin',
  'tcp.flags.reset',
  'tcp.seq_raw',
  'tcp.payload',
] as const;

interface Packet {
  readonly stream: number;
  readonly t: number;
  /** Address and port of who sent it. */
  readonly sender: string;
  readonly port: number;
  readonly peerPort: number;
  readonly isFirst: boolean;
  readonly isEnd: boolean;
  readonly isReset: boolean;
  readonly sequence: number;
  readonly octets: Buffer;
}

/** Reads what tshark printed: a packet a line, its fields between tabs. */
export function readCapture(fields: string): Log {
  const streams = new Map<number, Packet[]>();
  for (const line of fields.split('\n')) {
    const packet = packetOf(line.split('\t'));
    if (packet === undefined) continue;
    const packets = streams.get(packet.stream) ?? [];
    packets.push(packet);
    streams.set(packet.stream, packets);
  }
  return {
    conversations: [...streams.values()].flatMap((packets) => conversationOf(packets) ?? []),
    filledIn: ['what came under TLS is not read'],
    hasMessages: true,
  };
}

function packetOf(fields: readonly string[]): Packet | undefined {
  const [stream = '', time, port, peerPort, ip, ip6, syn, ack, fin, reset, sequence, payload = ''] = fields;
  if (!/^\d+$/.test(stream)) return undefined;
  return {
    stream: Number(stream),
    t: Number(time) * 1000,
    sender: `${ip === '' ? ip6 : ip} ${port}`,
    port: Number(port),
    peerPort: Number(peerPort),
    isFirst: isSet(syn) && !isSet(ack),
    isEnd: isSet(fin),
    isReset: isSet(reset),
    sequence: Number(sequence) + (isSet(syn) ? 1 : 0),
    octets: Buffer.from(payload.replaceAll(':', ''), 'hex'),
  };
}

/** tshark 4 writes True, those before it 1. */
function isSet(flag: string | undefined): boolean {
  return flag === '1' || flag === 'True';
}

/** One direction of a stream: what is to come next, and what came too early. */
class Direction {
  next: number | undefined;
  readonly early = new Map<number, Packet>();
}

/** @returns undefined where the stream is not POP3 */
function conversationOf(packets: readonly Packet[]): HeardConversation | undefined {
  const [first] = packets;
  const client = packets.find(({ isFirst }) => isFirst)?.sender ?? guessedClient(packets);
  const events: Heard[] = [];
  const directions = { C: new Direction(), S: new Direction() };
  const began = first?.t ?? 0;
  for (const packet of packets) {
    const from: Side = packet.sender === client ? 'C' : 'S';
    for (const ready of inOrder(directions[from], packet)) take(events, from, ready, packet.t - began);
  }
  for (const from of ['C', 'S'] as const) {
    if (directions[from].early.size > 0)
      events.push({ kind: 'note', text: `some of what ${NAMES[from]} sent is not in the capture` });
  }
  const greeting = events.find((event) => event.kind === 'octets' && event.from === 'S');
  const isPop3 = greeting?.kind === 'octets' && /^[+-]/.test(greeting.octets);
  return isPop3 ? { events, underTls: false } : undefined;
}

const NAMES = { C: 'the client', S: 'the server' } as const;

function take(events: Heard[], from: Side, { octets, isEnd, isReset }: Packet, t: number): void {
  if (octets.length > 0) events.push({ kind: 'octets', from, octets: octets.toString('latin1'), t });
  if (isEnd || isReset) events.push({ kind: 'end', from, how: isReset ? 'reset' : 'close', t });
}

/** The packets that are in order now that this one has come: those sent twice count once. */
function inOrder(direction: Direction, packet: Packet): Packet[] {
  direction.next ??= packet.sequence;
  direction.early.set(packet.sequence, packet);
  const ready: Packet[] = [];
  for (;;) {
    const next: number = direction.next ?? packet.sequence;
    const found = [...direction.early.values()].find(({ sequence }) => sequence - next <= 0);
    if (found === undefined) return ready;
    direction.early.delete(found.sequence);
    const fresh = found.octets.subarray(next - found.sequence);
    const isNew = fresh.length > 0 || ((found.isEnd || found.isReset) && found.sequence + found.octets.length === next);
    if (!isNew) continue;
    direction.next = next + fresh.length + (found.isEnd ? 1 : 0);
    ready.push({ ...found, octets: fresh });
  }
}

/** Without its beginning: the server listens on the port of POP3, or is the one that speaks first. */
function guessedClient(packets: readonly Packet[]): string | undefined {
  const known = packets.find(({ peerPort }) => peerPort === 110 || peerPort === 995);
  if (known !== undefined) return known.sender;
  const speaker = packets.find(({ octets }) => octets.length > 0)?.sender;
  return packets.find(({ sender }) => sender !== speaker)?.sender;
}
