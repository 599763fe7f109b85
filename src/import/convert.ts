/** What a log tells, as a script: by the same recorder as what goes over the wire, so the same is hidden. Pure. */

import { Dialogue } from '../protocol/dialogue.ts';
import { octetsOf } from '../protocol/octets.ts';
import { Recorder } from '../record/recorder.ts';
import type { SharedSecrets } from '../record/secrets.ts';
import type { Heard, HeardConversation } from './heard.ts';

/** The types of a TLS record, and what is behind them (RFC 8446 section 5.1). */
const TLS_TYPES = [20, 21, 22, 23];
const TLS_VERSION = 3;

export interface Converting {
  readonly heading: readonly string[];
  readonly secrets: SharedSecrets;
  readonly redactMail: boolean;
  /** See `Log.hasMessages`. */
  readonly hasMessages: boolean;
}

/** A conversation of a log in the conversation language. What had to be filled in is said in comments. */
export function convert(conversation: HeardConversation, converting: Converting): string {
  const converter = new Converter(conversation, converting);
  for (const event of conversation.events) converter.take(event);
  return converter.finish();
}

type Octets = Extract<Heard, { kind: 'octets' }>;

/** Whether two pieces of one side may have been one: the log has no times, or the same. */
function isOneSegment(before: Octets, event: Octets): boolean {
  return before.from === event.from && (event.t ?? 0) - (before.t ?? 0) < 1;
}

class Converter {
  readonly #recorder: Recorder;
  readonly #dialogue = new Dialogue();
  readonly #hasMessages: boolean;
  #text = '';
  #rest = { S: '', C: '' };
  #t = 0;
  /** What one side has sent, as far as nothing says that it was not sent at once. */
  #pending: Octets | undefined;
  #isUnread = false;

  constructor({ underTls }: HeardConversation, { heading, secrets, redactMail, hasMessages }: Converting) {
    for (const line of heading) this.#text += `# ${line}\n`;
    this.#hasMessages = hasMessages;
    const write = (text: string): void => {
      this.#text += text;
    };
    this.#recorder = new Recorder({ write, secrets, redactMail, underTls });
  }

  take(event: Heard): void {
    const pending = this.#pending;
    if (event.kind === 'octets' && pending !== undefined && isOneSegment(pending, event)) {
      this.#pending = { ...pending, octets: pending.octets + event.octets };
      return;
    }
    this.#flush();
    if (event.kind === 'octets') this.#pending = event;
    else if (event.kind === 'note') this.#recorder.note(event.text);
    else this.#recorder.end(event.from, event.how, this.#at(event.t));
  }

  finish(): string {
    this.#flush();
    this.#fillInMessage();
    this.#recorder.finish();
    return this.#text;
  }

  #flush(): void {
    const event = this.#pending;
    this.#pending = undefined;
    if (event === undefined || this.#isUnread || this.#goesUnread(event.octets)) return;
    if (event.from === 'C') this.#fillIn();
    const beginsTls = this.#recorder.data(event.from, octetsOf(event.octets), this.#at(event.t));
    this.#follow(event.from, event.octets);
    if (beginsTls) this.#beginTls();
  }

  #at(t: number | undefined): number {
    this.#t = Math.max(this.#t, t ?? 0);
    return this.#t;
  }

  /** What must have come before the client went on, where the log has no word of it. */
  #fillIn(): void {
    if (this.#dialogue.answers === 0 && this.#rest.S === '') {
      this.#fill('the greeting is not in the log', '+OK\r\n');
    }
    this.#fillInMessage();
  }

  #fillInMessage(): void {
    if (this.#hasMessages || this.#dialogue.expects !== 'message') return;
    this.#fill('the message is not in the log: an empty one stands here', '.\r\n');
  }

  /** Octets under TLS are all that a capture has of it. */
  #goesUnread(octets: string): boolean {
    if (!TLS_TYPES.includes(octets.charCodeAt(0)) || octets.charCodeAt(1) !== TLS_VERSION) return false;
    this.#recorder.note('what follows is TLS, which cannot be read');
    this.#isUnread = true;
    return true;
  }

  #fill(why: string, octets: string): void {
    this.#recorder.note(why);
    this.#recorder.data('S', octetsOf(octets), this.#t);
    this.#follow('S', octets);
  }

  #follow(from: 'S' | 'C', octets: string): void {
    const lines = (this.#rest[from] + octets).split('\n');
    this.#rest[from] = lines.pop() ?? '';
    for (const line of lines) {
      if (from === 'C') this.#dialogue.client(line.replace(/\r$/, ''));
      else this.#dialogue.server(line.replace(/\r$/, ''), line.endsWith('\r'));
    }
  }

  #beginTls(): void {
    this.#recorder.startTls();
    this.#dialogue.startTls();
  }
}
