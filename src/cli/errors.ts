/** The ways in which a command ends without a result, other than a fault of our own. */

/**
 * What the user asked for can't be done as it was asked: exit status 2. The message says what is wrong and what would
 * be right, one sentence a line.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The user ended the command before there was anything to keep. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** What the process exits with, 128 + the number of the signal as shells have it. */
  readonly status: number;

  constructor(status: number) {
    super('interrupted before the first scenario');
    this.status = status;
  }
}

/** A reason in words for whatever was thrown: the system's messages without their code and call. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: (.*?)(?:, \w+(?: .*)?)?$/s.exec(message)?.[1] ?? message;
}

/** What is said of overrides where a recording is wanted. */
export function noRecording(file: string): UsageError {
  return new UsageError(`${file} is no recording: it changes the answers of a correct server, for "pop3spec serve"`);
}
