/** The page of the recorded sessions: Markdown, and the same for the same outcome. Pure. */

import type { Played } from './play.ts';

const HEAD = `# Recorded sessions

Written by \`npm run interop sessions\`. Each row is a session of a real client with a real Dovecot, recorded by
\`pop3spec record\` between them. It was then played back with \`pop3spec replay\`: as the server, to the same client, which
had to end with the same exit status and the same mail and to say the same; and as the client, to the same Dovecot, whose
answers had to be the same. \`pop3spec judge\` judged it for both roles: what it finds broken, the live runs
([servers](../README.md), [clients](../clients.md)) have to find broken too. \`pop3spec import\` read each log of the same
session (the client's own, Dovecot's rawlog, and the packets where tcpdump and tshark are installed), which had to say what
the recording says, as far as the format tells it. No file written by these commands may hold the password, plain or in
base64. Whatever fails makes the run fail, and then nothing is published.
`;

const NOTES = `What a recording shows to be kept, and a live run found broken by something that the session does not hold:
`;

export function renderSessions(played: readonly Played[], version: string): string {
  const rows = played.map(({ session, octets, exchanges, judged, imported, failures }) => {
    const name = session.isSmall ? `[${session.name}](${session.name}.pop3)` : session.name;
    const outcome = failures.length === 0 ? 'the same' : 'different';
    const size = session.isSmall ? '' : ` (${Math.round(octets / 1e6)} MB, not kept here)`;
    return `| ${[
      name,
      `${session.about}${size}`,
      `${exchanges}`,
      outcome,
      judged.server,
      judged.client,
      imported.length === 0 ? '–' : imported.join(', '),
    ].join(' | ')} |`;
  });
  const notes = played.flatMap((each) => each.notes.map((note) => `* ${note}`));
  return [
    HEAD,
    `Dovecot is ${version}, as Debian packages it.\n`,
    '| recording | session | answers | replayed to both | the server judged | the client judged | imported from |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...(notes.length === 0 ? [] : [NOTES, ...notes, '']),
  ].join('\n');
}
