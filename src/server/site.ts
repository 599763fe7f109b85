/** What all sessions of a server share: its users with their maildrops, and the secrets of the authentication. */

import { createHmac, randomBytes } from 'node:crypto';
import type { Directory } from '../protocol/sasl.ts';
import { decoyKeys, scramKeys, type ScramKeys } from '../protocol/sasl-scram.ts';
import { saslprep } from '../protocol/saslprep.ts';
import type { AccountConfig, ServerConfig } from './config.ts';
import { Maildrop } from './maildrop.ts';

/** What salts are made of: a name has the same one in every server of this process, whether it is a user or nobody. */
const SALTS = randomBytes(32);

/** A user with the maildrop. */
export class Account {
  readonly config: AccountConfig;
  /** The password in the form in which it is compared. */
  readonly password: string;
  readonly maildrop = new Maildrop();
  /** When the last +OK to a login was given, on the server's clock. */
  lastLogin: number | undefined;
  #scramKeys: ScramKeys | undefined;

  constructor(config: AccountConfig, password: string) {
    this.config = config;
    this.password = password;
    for (const message of config.messages) this.maildrop.deliver(message);
  }

  /** Computed when it is first asked for: it takes milliseconds, and most sessions never ask. */
  get scramKeys(): ScramKeys {
    this.#scramKeys ??= scramKeys(
      this.password,
      createHmac('sha256', SALTS).update(this.config.user).digest().subarray(0, 16),
    );
    return this.#scramKeys;
  }
}

export class Site implements Directory {
  readonly config: ServerConfig;
  readonly #accounts = new Map<string, Account>();

  /** @throws {TypeError} where a name or a password cannot be one (RFC 4013), or a name stands twice */
  constructor(config: ServerConfig) {
    this.config = config;
    for (const account of config.accounts) {
      const user = saslprep(account.user);
      const password = saslprep(account.password);
      if (!user || this.#accounts.has(user))
        throw new TypeError(`not a user name, or not the only one: ${account.user}`);
      if (!password) throw new TypeError(`not a password: that of ${account.user}`);
      this.#accounts.set(user, new Account(account, password));
    }
  }

  /** The account of a user. @param name in any form */
  account(name: string): Account | undefined {
    const user = saslprep(name);
    return user === undefined ? undefined : this.#accounts.get(user);
  }

  password(user: string): string | undefined {
    return this.account(user)?.password;
  }

  scramKeys(user: string): ScramKeys {
    return this.account(user)?.scramKeys ?? decoyKeys(user, SALTS);
  }
}
