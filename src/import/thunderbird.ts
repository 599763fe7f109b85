/**
 * Thunderbird's log of POP3: since version 102 that of its console ("pop3.server1.0: C: CAPA", where a text of the server
 * goes on over several lines), before that MOZ_LOG ("SEND: CAPA", "RECV: +OK"). Pure.
 */

import {
  heardLine,
  NO_LINE_ENDS,
  NO_SEGMENTS,
  SUPPRESSED,
  type Heard,
  type HeardConversation,
  type Log,
} from './heard.ts';

/** Before each message of the console: perhaps the method, the prefix of the logger, perhaps a quotation mark. */
const CONSOLE = /^(?:.*?\bconsole\.\w+: )?"?(?:mailnews\.)?pop3(?:\.[\w.-]+)?: "?(.*)$/i;

/** Where in the source a message of the console comes from, behind it. */
const SOURCE = /[ \t]+Pop3Client\.(?:jsm|sys\.mjs):\d+(?::\d+)?$/;

/** The older log, whatever its module and its time stand before it. */
const OLDER = /POP3.*?\b(SEND|RECV): (.*)$/;

export function readThunderbird(source: string): Log {
  const reader = new Reader();
  for (const line of source.split(/\r?\n/)) reader.line(line);
  return {
    conversations: reader.conversations(),
    filledIn: [NO_LINE_ENDS, NO_SEGMENTS],
    hasMessages: true,
  };
}

class Reader {
  readonly #done: HeardConversation[] = [];
  #events: Heard[] = [];
  /** Whether a text of the server is going on. */
  #isOpen = false;

  line(whole: string): void {
    const text = whole.replace(SOURCE, '');
    const [, word, older] = OLDER.exec(text) ?? [];
    if (word !== undefined && older !== undefined) {
      this.#heard(word === 'SEND' ? 'C' : 'S', older);
      this.#isOpen = false;
      return;
    }
    const message = CONSOLE.exec(text)?.[1];
    // A text of several lines ends with its line end, so what is left of it is an empty line or a quotation mark.
    if (message === undefined) {
      if (this.#isOpen && text !== '' && text !== '"') this.#heard('S', text);
      return;
    }
    this.#isOpen = false;
    if (/^Connecting to |^pop:\/\//.test(message)) return this.#next();
    const [, side, said = ''] = /^([CS]): (.*)$/.exec(message) ?? [];
    if (side === 'C')
      this.#heard('C', said.startsWith('Logging suppressed') ? this.#suppressed() : said.replace(/"$/, ''));
    else if (side === 'S') {
      this.#isOpen = true;
      // In one line with its line ends written out, or in several lines.
      for (const each of said.replace(/(?:\\r\\n)?"$/, '').split(/\\r\\n/)) this.#heard('S', each);
    }
  }

  conversations(): HeardConversation[] {
    this.#next();
    return this.#done;
  }

  #heard(from: 'C' | 'S', content: string): void {
    this.#events.push(heardLine(from, content));
  }

  #next(): void {
    if (this.#events.length > 0) this.#done.push({ events: this.#events, underTls: false });
    this.#events = [];
    this.#isOpen = false;
  }

  /** What was sent where the log says only that it was something to be hidden. */
  #suppressed(): string {
    const before = this.#events.findLast((each) => each.kind === 'octets' && each.from === 'C');
    return before?.kind === 'octets' && /^USER /i.test(before.octets) ? `PASS ${SUPPRESSED}` : SUPPRESSED;
  }
}
