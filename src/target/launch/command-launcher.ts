/** A client that is started by a command line, unmodified. */

import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Unstartable, type ClientLauncher, type Errand, type TlsMode } from '../client.ts';
import { ClientFolder } from './client-folder.ts';
import { errandSecrets, factsOf } from './facts.ts';
import { familyOf, MARK, type Family } from './family.ts';
import { forget, remember } from './live-launches.ts';
import { RunningCommand } from './running-command.ts';
import { fill, type Facts, type NamedTemplate } from './template.ts';

/** A command line, and what belongs to it. All texts are templates. */
export interface CommandLine {
  /** The program and its arguments. */
  readonly words: readonly [string, ...string[]];
  /** Variables of its environment. */
  readonly env: readonly NamedTemplate[];
  /** Files that it finds in its folder. */
  readonly files: readonly NamedTemplate[];
  /** What it reads on its standard input; undefined: nothing. */
  readonly stdin: string | undefined;
}

export interface CommandLauncherOptions {
  readonly name: string;
  readonly command: CommandLine;
  /** How the command line tells it to use TLS. */
  readonly tls: TlsMode;
  /** How long one launch may take, in milliseconds. */
  readonly limitMs: number;
  /** The folder from which the program is meant, where its name has a folder in it. */
  readonly cwd: string;
  /** Where programs are looked for, as the environment has it. */
  readonly path: string;
}

export class CommandLauncher implements ClientLauncher {
  readonly name: string;
  readonly modes: readonly TlsMode[];
  readonly #options: CommandLauncherOptions;

  constructor(options: CommandLauncherOptions) {
    this.name = options.name;
    this.modes = [options.tls];
    this.#options = options;
  }

  async launch(errand: Errand): Promise<RunningCommand> {
    const { command, limitMs } = this.#options;
    const folder = await ClientFolder.create(errand.ca);
    let family: Family | undefined;
    const launch = {
      endNow: (): void => {
        family?.signal('SIGKILL');
        folder.removeNow();
      },
    };
    remember(launch);
    try {
      const facts = factsOf(errand, folder);
      for (const { name, template } of command.files) await folder.write(name, fill(template, facts));
      const mark = randomUUID();
      const child = this.#spawn(facts, folder, mark);
      if (child.pid === undefined) throw await failure(child);
      family = familyOf(child.pid, mark);
      const running = new RunningCommand({
        child,
        family,
        folder,
        port: errand.port,
        limitMs,
        signal: errand.signal,
        secrets: errandSecrets(errand),
      });
      void running.ended.then(() => forget(launch));
      return running;
    } catch (error) {
      await folder.remove();
      forget(launch);
      throw isOfSpawn(error) ? new Unstartable(this.#refusal(error)) : error;
    }
  }

  #spawn(facts: Facts, folder: ClientFolder, mark: string): ChildProcess {
    const { command, cwd } = this.#options;
    const [program = '', ...args] = command.words.map((word) => fill(word, facts));
    const child = spawn(/[/\\]/.test(program) ? path.resolve(cwd, program) : program, args, {
      cwd: folder.dir,
      env: {
        PATH: this.#path(),
        HOME: folder.dir,
        TMPDIR: folder.tmp,
        LANG: 'C.UTF-8',
        ...Object.fromEntries(command.env.map(({ name, template }) => [name, fill(template, facts)])),
        [MARK]: mark,
      },
      stdio: [command.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true, // a session and a process group of its own: no terminal to ask for a password at, and all of it can be ended
    });
    child.on('error', () => undefined);
    // A client may leave what it is given unread.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(fill(command.stdin ?? '', facts));
    return child;
  }

  /** The folders of programs, those that are relative meant from ours: the client works in another one. */
  #path(): string {
    const { path: folders, cwd } = this.#options;
    return folders
      .split(path.delimiter)
      .map((folder) => path.resolve(cwd, folder))
      .join(path.delimiter);
  }

  #refusal({ code = '', message }: NodeJS.ErrnoException): string {
    const [program] = this.#options.command.words;
    return `${program} can't be started: ${REASONS[code] ?? message}`;
  }
}

/** What the system means when it refuses to start a program. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program, or not the interpreter that its first line names',
  EACCES: 'it is no program that may be executed',
  ENOEXEC: 'it is no program (a script needs a first line such as #!/bin/sh)',
  E2BIG: 'its command line and its environment are too long',
};

function isOfSpawn(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
}

/** Why a process was not started. */
function failure(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.on('error', resolve));
}
