import { expect, test } from 'vitest';
import { SESSIONS } from './sessions.ts';
import { renderSessions } from './table.ts';

test('a row for each session, with a link where its recording is kept', () => {
  const played = SESSIONS.filter(({ name }) => ['curl', 'large'].includes(name)).map((session) => ({
    session,
    file: 'session.pop3',
    octets: 21_000_000,
    exchanges: 6,
    judged: { server: '9 passed', client: '6 passed' },
    imported: session.isSmall ? ['pcap', 'curl'] : [],
    failures: session.isSmall ? [] : ['large: something'],
    notes: session.isSmall ? ['curl: X: passed offline, live: because'] : [],
  }));
  expect(renderSessions(played, '2.3')).toContain(
    [
      '| [curl](curl.pop3) | curl fetches a message, logged in by SASL PLAIN | 6 | the same | 9 passed | 6 passed | pcap, curl |',
      '| large | curl fetches a message of 20 MB (21 MB, not kept here) | 6 | different | 9 passed | 6 passed | – |',
      '',
      'What a recording shows to be kept, and a live run found broken by something that the session does not hold:',
      '',
      '* curl: X: passed offline, live: because',
      '',
    ].join('\n'),
  );
});
