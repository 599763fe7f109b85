/** Logs of clients that mark each line with an arrow or a word: curl -v, fetchmail -v -v, mpop --debug, and C:/S: text. Pure. */

import { heardLine, NO_LINE_ENDS, NO_SEGMENTS, readLines, type Heard, type Log } from './heard.ts';

const FILLED_IN = [NO_LINE_ENDS, NO_SEGMENTS];
const NO_QUIT = 'nor QUIT, which curl sends when its log has ended';

/** `curl -v`: "> " and "< "; what it downloads goes elsewhere, and its QUIT is said to nobody. */
export function readCurl(source: string): Log {
  const conversations = readLines(source, {
    heard: (line) => {
      if (line.startsWith('* Closing connection')) return { kind: 'end', from: 'C', how: 'close' };
      return arrow(line, /^> ?(.*)$/, /^< ?(.*)$/);
    },
    begins: (line) => line.startsWith('* Connected to '),
    saysTls: (line) => line.startsWith('* SSL connection using'),
  });
  return { conversations, filledIn: [...FILLED_IN, NO_QUIT], hasMessages: false };
}

/** `fetchmail -v -v`: "POP3> " and "POP3< "; passwords are masked, messages are not shown. */
export function readFetchmail(source: string): Log {
  const conversations = readLines(source, {
    heard: (line) => arrow(line, /^(?:fetchmail: )?POP3> (.*)$/, /^(?:fetchmail: )?POP3< (.*)$/),
    begins: (line) => /^(?:fetchmail: )?Trying to connect to /.test(line),
    saysTls: (line) => /^(?:fetchmail: )?SSL\/TLS: using protocol/.test(line),
  });
  return { conversations, filledIn: FILLED_IN, hasMessages: false };
}

/** `mpop --debug`: "--> " and "<-- ", messages too. */
export function readMpop(source: string): Log {
  const conversations = readLines(source, {
    heard: (line) => arrow(line, /^--> ?(.*)$/, /^<-- ?(.*)$/),
    begins: (line) => line.startsWith('host = '),
    saysTls: (line) => /^TLS (?:session|certificate)/.test(line),
  });
  return { conversations, filledIn: FILLED_IN, hasMessages: true };
}

/** Text with "C:" and "S:", as in an RFC: `<open connection>` and the like are words about what happens. */
export function readPlain(source: string): Log {
  const conversations = readLines(source, {
    heard: (line) => {
      const [, side, text = ''] = /^[ \t]*([CS]):[ \t]*(.*)$/.exec(line) ?? [];
      if (side !== 'C' && side !== 'S') return undefined;
      if (/^<[^<>@]+ [^<>@]*>$/.test(text)) return { kind: 'note', text: `${side}: ${text}` };
      return heardLine(side, text);
    },
    begins: () => false,
    saysTls: () => false,
  });
  return { conversations, filledIn: FILLED_IN, hasMessages: true };
}

function arrow(line: string, client: RegExp, server: RegExp): Heard | undefined {
  const sent = client.exec(line)?.[1];
  if (sent !== undefined) return heardLine('C', sent);
  const received = server.exec(line)?.[1];
  return received === undefined ? undefined : heardLine('S', received);
}
