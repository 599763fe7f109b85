/** Delivers into a Maildir as a local delivery agent does: whole or not at all. */

import { randomUUID } from 'node:crypto';
import { chown, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { latin1, octetsOf } from '../protocol/octets.ts';
import type { Deliver } from '../target/target.ts';

/**
 * A delivery into `folder/USER/Maildir`. Messages lie there with LF at the end of each line, and belong to whom the Maildir
 * belongs to: the server reads them as that user.
 * @param folder the folder with the homes of the mailboxes
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
    await writeFile(temporary, octetsOf(latin1(message).replaceAll('\r\n', '\n')), { mode: 0o600 });
    await chown(temporary, uid, gid);
    await rename(temporary, path.join(maildir, 'new', name));
  };
}
