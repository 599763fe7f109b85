/** What a report calls things, by the role of the target: a server under test, or a client. */

import type { Role } from '../verdict/result.ts';

export interface RoleWords {
  /** The target as a noun. */
  readonly noun: string;
  /** What stands before the target's name: a server has a name, a client is a command line. */
  readonly target: string;
  /** A target that is wrong in one thing. */
  readonly faulty: string;
  /** Who speaks in an exchange: who is under test, and who tests. */
  readonly client: string;
  readonly server: string;
}

export const ROLE_WORDS: Readonly<Record<Role, RoleWords>> = {
  server: {
    noun: 'server',
    target: 'Server',
    faulty: 'faulty server',
    client: 'what pop3spec sent',
    server: 'what the server under test sent',
  },
  client: {
    noun: 'client',
    target: 'Client',
    faulty: 'faulty client',
    client: 'what the client under test sent',
    server: 'what pop3spec sent',
  },
};
