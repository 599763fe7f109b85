/** How the reference client ends. The numbers are its own; what matters is that the reasons are told apart. */

/** Why a login was refused, as far as a response code says so (RFC 2449 section 8.1, RFC 3206). */
export type Reason = 'AUTH' | 'IN-USE' | 'LOGIN-DELAY' | 'SYS/TEMP' | 'SYS/PERM';

export const FETCHED = 0;
/** The server said what this client does not understand, or less than it needs. */
export const NOT_UNDERSTOOD = 1;
/** There was no connection, or it ended or fell silent before the errand was done. */
export const NO_CONNECTION = 2;
/** TLS was asked for and could not be had, or not with a server that is who it should be. */
export const NO_TLS = 3;
/** There is no way to log in that this client knows, or may use. */
export const NO_LOGIN = 4;
/** The login was refused, and no code that this client knows says why. */
export const REFUSED = 10;

const REASONS: Readonly<Record<Reason, number>> = {
  AUTH: 11,
  'IN-USE': 12,
  'LOGIN-DELAY': 13,
  'SYS/TEMP': 14,
  'SYS/PERM': 15,
};

/** Whether a registered response code says why a login was refused. */
export function isReason(code: string | undefined): code is Reason {
  return code !== undefined && Object.hasOwn(REASONS, code);
}

/** The exit status after a refused login. */
export function refusedFor(reason: Reason | undefined): number {
  return reason === undefined ? REFUSED : REASONS[reason];
}

/** Ends the errand: the message says why, and no secret is in it. */
export class GivesUp extends Error {
  override readonly name = 'GivesUp';
  readonly status: number;
  /** Whether the session is in order, and ends with QUIT. */
  readonly takesLeave: boolean;

  constructor(status: number, message: string, takesLeave = false) {
    super(message);
    this.status = status;
    this.takesLeave = takesLeave;
  }
}
