#!/usr/bin/env node
/** The command `pop3spec`. */

import { Environment } from './environment.ts';
import { Interrupted, UsageError } from './errors.ts';
import { Interruption } from './interruption.ts';
import { version } from './package-info.ts';
import { runProgram } from './program.ts';
import { EXIT } from '../verdict/summary.ts';

const { argv, env, stdout, stderr } = process;

/** Ends the process once everything written has left it: nothing that a run leaves open may keep it alive. */
async function leave(status: number): Promise<never> {
  for (const stream of [stdout, stderr]) {
    await new Promise<void>((resolve) => {
      if (stream.destroyed) resolve();
      else stream.write('', () => resolve());
    });
  }
  process.exit(status);
}

/** Says what went wrong, in one sentence where it is not our fault. @returns the exit status */
function statusOfError(error: unknown, environment: Environment): number {
  if (error instanceof Interrupted) {
    environment.say(error.message);
    return error.status;
  }
  if (error instanceof UsageError) {
    environment.say(error.message);
    return EXIT.usage;
  }
  // Not instanceof: the class comes with the survey, which a command loads when it needs it.
  if (error instanceof Error && error.name === 'Untestable') {
    environment.say(error.message);
    return EXIT.untestable;
  }
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  const stack = argv.includes('--verbose') && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  environment.say(`this is a fault of pop3spec, not of the target: ${message}${stack}`);
  return EXIT.harness;
}

async function main(): Promise<number> {
  // A reader that has read enough (`| head`) is no error.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const interruption = new Interruption(
    (status) => process.exit(status),
    (sentence) => environment.say(sentence),
  );
  const environment = new Environment(env, stdout, stderr, interruption);
  try {
    return await runProgram(argv.slice(2), version(), {
      server: async (target, flags) => {
        interruption.watch(process);
        environment.github.stopCommands();
        const { serverCommand } = await import('./server-command.ts');
        return await serverCommand(target, flags, environment);
      },
      client: async (command, flags) => {
        interruption.watch(process);
        environment.github.stopCommands();
        const { clientCommand } = await import('./client-command.ts');
        return await clientCommand(command, flags, environment);
      },
      serve: async (script, flags) => {
        interruption.watch(process, 'ending; once more ends it at once');
        const { serveCommand } = await import('./serve-command.ts');
        return await serveCommand(script, flags, environment);
      },
      record: async (flags) => {
        interruption.watch(process, 'ending, what was recorded so far is kept; once more ends it at once');
        const { recordCommand } = await import('./record-command.ts');
        return await recordCommand(flags, environment);
      },
      replay: async (file, flags) => {
        interruption.watch(process, 'ending; once more ends it at once');
        const { replayCommand } = await import('./replay-command.ts');
        return await replayCommand(file, flags, environment);
      },
      shrink: async (file, command, flags) => {
        interruption.watch(process, 'ending, the shortest so far is written; once more ends it at once');
        const { shrinkCommand } = await import('./shrink-command.ts');
        return await shrinkCommand(file, command, flags, environment);
      },
      judge: async (files, flags) => {
        interruption.watch(process);
        const { judgeCommand } = await import('./judge-command.ts');
        return await judgeCommand(files, flags, environment);
      },
      import: async (file, flags) => {
        const { importCommand } = await import('./import-command.ts');
        return await importCommand(file, flags, environment);
      },
      list: async (flags) => {
        const { listCommand } = await import('./list-command.ts');
        return await listCommand(flags, environment);
      },
      report: async (files, flags) => {
        environment.github.stopCommands();
        const { reportCommand } = await import('./report-command.ts');
        return await reportCommand(files, flags, environment);
      },
      certify: async (result, flags) => {
        const { certifyCommand } = await import('./certify-command.ts');
        return await certifyCommand(result, flags, environment);
      },
      verify: async (certificate, flags) => {
        const { verifyCommand } = await import('./verify-command.ts');
        return await verifyCommand(certificate, flags, environment);
      },
    });
  } catch (error) {
    return statusOfError(error, environment);
  } finally {
    environment.github.resumeCommands();
  }
}

await leave(await main());
