/** What a command has of the process around it: its streams, its variables, and how it is ended from outside. */

import { hideEchoes } from '../wire/secret.ts';
import { printable } from '../report/printable.ts';
import { GitHub } from './github.ts';
import type { Interruption } from './interruption.ts';
import type { Screen } from './terminal.ts';

export interface Stream extends Screen {
  readonly write: (text: string) => unknown;
  /** How much was written and is not taken yet, in octets; undefined where that is not known. */
  readonly writableLength?: number | undefined;
}

export class Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly interruption: Interruption;
  readonly github: GitHub;
  /** What must not be in anything that is written; a command adds the passwords that it learns. */
  readonly secrets: Buffer[] = [];

  constructor(variables: NodeJS.ProcessEnv, stdout: Stream, stderr: Stream, interruption: Interruption) {
    this.variables = variables;
    this.stdout = stdout;
    this.stderr = stderr;
    this.interruption = interruption;
    this.github = new GitHub(variables, (text) => stdout.write(text));
  }

  /** A text without secrets, each line of it fit for a terminal whatever a peer or a file has put into it. */
  hidden(text: string): string {
    return hideEchoes(text, this.secrets).split('\n').map(printable).join('\n');
  }

  /** Tells the user on the standard error. */
  say(text: string): void {
    this.stderr.write(`pop3spec: ${this.hidden(text)}\n`);
  }
}
