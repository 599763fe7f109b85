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
const CONSOLE = /^(?:.*?\bconsole\.\w+: )?"?(?:mailnews\.)?pop3(?:\.[\w.-]+)?: ("?)(.*)$/i;

/** Where in the source a message of the console comes from, behind it. */
const SOURCE = /[ \t]+Pop3Client\.(?:jsm|sys\.mjs):\d+(?::\d+)?$/;

/** The older log, whatever its module and its time stand before it. */
const OLDER = /POP3.*?\b(SEND|RECV): (.*)$/;
const OLDER_SUPPRESSED = /POP3.*?\bLogging suppressed for this command\b/;

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
  /** Whether a text of the server is going on, and whether a quotation mark ends it. */
  #isOpen = false;
  #isQuoted = false;
  /** What has come of a line of the server that has not ended. */
  #begun = '';

  line(whole: string): void {
    const text = whole.replace(SOURCE, '');
    const [, word, older = ''] = OLDER.exec(text) ?? [];
    if (word !== undefined || OLDER_SUPPRESSED.test(text)) {
      this.#isOpen = false;
      if (word === 'RECV') this.#server(older, true);
      else this.#client(word === undefined ? this.#suppressed() : older);
      return;
    }
    const [, quote, message] = CONSOLE.exec(text) ?? [];
    // Where the source follows on the text without a line end, the text has none either.
    const isCut = text !== whole;
    if (message === undefined) {
      // A text of several lines ends with its line end, so what is left of it is an empty line or a quotation mark.
      if (this.#isOpen && text !== '' && text !== '"') this.#piece(text, isCut);
      return;
    }
    this.#isOpen = false;
    if (/^Connecting to |^pop:\/\//.test(message)) return this.#next();
    const [, side, said = ''] = /^([CS]): (.*)$/.exec(message) ?? [];
    if (side === 'C') this.#client(said.startsWith('Logging suppressed') ? this.#suppressed() : said.replace(/"$/, ''));
    else if (side === 'S') {
      this.#isOpen = true;
      this.#isQuoted = quote !== '';
      this.#piece(said, isCut);
    }
  }

  conversations(): HeardConversation[] {
    this.#next();
    return this.#done;
  }

  #client(content: string): void {
    this.#events.push(heardLine('C', content));
  }

  /** A line of the log about what the server sent: octets as they came, which may be half a line, or several. */
  #piece(text: string, isCut: boolean): void {
    if (!this.#isQuoted) return this.#server(text, !isCut);
    const isLast = text.endsWith('"');
    // In one line with its line ends written out, or in several lines.
    const lines = text.replace(/"$/, '').split('\\r\\n');
    for (const [index, line] of lines.entries()) this.#server(line, index < lines.length - 1 || !isLast);
  }

  #server(content: string, ends: boolean): void {
    this.#begun += content;
    if (!ends) return;
    this.#events.push(heardLine('S', this.#begun));
    this.#begun = '';
  }

  #next(): void {
    if (this.#begun !== '') this.#events.push({ kind: 'octets', from: 'S', octets: this.#begun });
    if (this.#events.length > 0) this.#done.push({ events: this.#events, underTls: false });
    this.#events = [];
    this.#begun = '';
    this.#isOpen = false;
  }

  /** What was sent where the log says only that it was something to be hidden. */
  #suppressed(): string {
    const before = this.#events.findLast((each) => each.kind === 'octets' && each.from === 'C');
    return before?.kind === 'octets' && /^USER /i.test(before.octets) ? `PASS ${SUPPRESSED}` : SUPPRESSED;
  }
}
