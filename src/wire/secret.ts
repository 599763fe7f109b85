/**
 * Secrets as a type of their own. What we send is a list of pieces, and a password or a SASL response
 * among them is a {@link Secret}: a transcript knows where it stood and has no way to write it down.
 */

/** Octets that never appear in any output; the label stands in their place. */
export class Secret {
  readonly octets: Buffer;
  readonly label: string;

  /** @param label what is shown instead, such as `password`: it appears as `{password}` */
  constructor(octets: Buffer, label: string) {
    this.octets = octets;
    this.label = label;
  }

  toString(): string {
    return `{${this.label}}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** What is sent: octets, with the secret ones marked. */
export type Outgoing = ReadonlyArray<Buffer | Secret>;

/** Where secret octets stand in a longer run of octets; `label` only where the secret begins in it. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  readonly label?: string;
}

/** The octets of an outgoing message and where its secrets stand. */
export function flatten(outgoing: Outgoing): { octets: Buffer; secrets: SecretRange[] } {
  const secrets: SecretRange[] = [];
  let offset = 0;
  for (const piece of outgoing) {
    const length = piece instanceof Secret ? piece.octets.length : piece.length;
    if (piece instanceof Secret) secrets.push({ start: offset, end: offset + length, label: piece.label });
    offset += length;
  }
  return { octets: Buffer.concat(outgoing.map((piece) => (piece instanceof Secret ? piece.octets : piece))), secrets };
}

/** The part of `ranges` that lies in `[start, end)`, with offsets from `start`. */
export function slice(ranges: readonly SecretRange[], start: number, end: number): SecretRange[] {
  return ranges
    .filter((range) => range.start < end && range.end > start)
    .map((range) => ({
      start: Math.max(range.start, start) - start,
      end: Math.min(range.end, end) - start,
      ...(range.label !== undefined && range.start >= start ? { label: range.label } : {}),
    }));
}

/** A secret shorter than this is hidden only where it stands alone: hiding every "a" would leave no text to read. */
const SHORTEST_ANYWHERE = 4;

/** Where any of `secrets` stands in `octets` (a peer may echo what we sent), as ranges without overlap. */
export function echoes(octets: Buffer, secrets: readonly Buffer[]): SecretRange[] {
  const found: { start: number; end: number }[] = [];
  for (const secret of secrets) {
    if (secret.length === 0) continue;
    for (let at = octets.indexOf(secret); at !== -1; at = octets.indexOf(secret, at + secret.length)) {
      const end = at + secret.length;
      const alone = !isWordOctet(octets[at - 1]) && !isWordOctet(octets[end]);
      if (secret.length >= SHORTEST_ANYWHERE || alone) found.push({ start: at, end });
    }
  }
  found.sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const range of found) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

function isWordOctet(octet: number | undefined): boolean {
  return octet !== undefined && /[A-Za-z0-9]/.test(String.fromCharCode(octet));
}

/** Text with every occurrence of a secret in it hidden, octet for octet, so that columns stay where they are. */
export function hideEchoes(text: string, secrets: readonly Buffer[]): string {
  const octets = Buffer.from(text, 'utf8');
  const ranges = echoes(octets, secrets);
  if (ranges.length === 0) return text;
  for (const range of ranges) octets.fill('*', range.start, range.end);
  return octets.toString('utf8');
}
