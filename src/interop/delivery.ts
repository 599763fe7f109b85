/** Delivers into the mailbox of a server on this machine, as a local delivery agent does. */

import { randomUUID } from 'node:crypto';
import { appendFile, chown, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { latin1, octetsOf } from '../protocol/octets.ts';
import type { Deliver } from '../target/target.ts';

/** Messages lie in a mailbox with LF at the end of each line. */
function withLf(message: Buffer): string {
  return latin1(message).replaceAll('\r\n', '\n');
}

/**
 * A delivery into the Maildir `folder/USER/Maildir`, whole or not at all. The message belongs to whom the Maildir belongs
 * to: the server reads it as that user.
 * @returns what throws what the file system says where it can't deliver
 */
export function deliverToMaildir(folder: string): Deliver {
  let delivered = 0;
  return async (user, message) => {
    const maildir = path.join(folder, user, 'Maildir');
    const { uid, gid } = await stat(maildir);
    delivered += 1;
    // Servers order messages by the name: seconds first, then our count.
    const seconds = Math.floor(Date.now() / 1000);
    const name = `${seconds}.M${String(delivered).padStart(6, '0')}P${process.pid}_${randomUUID()}.pop3spec`;
    const temporary = path.join(maildir, 'tmp', name);
    await writeFile(temporary, octetsOf(withLf(message)), { mode: 0o600 });
    await chown(temporary, uid, gid);
    await rename(temporary, path.join(maildir, 'new', name));
  };
}

/**
 * A delivery into the mbox `folder/USER`, which must be there. It takes no lock, so no session may be open then.
 * @returns what throws what the file system says where it can't deliver
 */
export function deliverToMbox(folder: string): Deliver {
  return async (user, message) => {
    const mbox = path.join(folder, user);
    await stat(mbox); // an mbox that is made here would belong to the wrong user
    // A line of the message that begins with "From " would begin another message.
    const text = withLf(message).replaceAll(/^(?=>*From )/gm, '>');
    await appendFile(mbox, octetsOf(`From pop3spec@example.org Thu Jan  1 00:00:00 2026\n${text}\n`));
  };
}
