/** One run against a target, as the user sees it: progress while it lasts, an end when it is asked for. */

import { Chalk } from 'chalk';
import { loadProofs } from '../catalogue/proofs.ts';
import type { SuiteOptions } from '../suite/run-scenarios.ts';
import type { RunResult } from '../verdict/result.ts';
import { placeOf, type CataloguePart } from './catalogue.ts';
import type { Environment } from './environment.ts';
import { Interrupted } from './errors.ts';
import { conversations, logLines, redrawnLine, SILENT, type Live } from './live.ts';
import type { Outputs } from './outputs.ts';
import { version } from './package-info.ts';
import type { RunSettings } from './run-settings.ts';
import { colorLevel, isRedrawable, widthOfScreen } from './terminal.ts';
import { Watch } from './watch.ts';

export interface Examined {
  readonly result: RunResult;
  /** What is wrong with the user's own scenarios: steps that nobody has defined, each with its place. */
  readonly problems: readonly string[];
}

/** A step of a scenario is none of ours; where the scenario is the user's, so is the mistake. */
const NO_STEP = /^the step ".*" is (?:undefined|ambiguous|pending)$/s;

/** A target of either role, ready to be examined. */
export interface Examinable {
  /** How it is called while that lasts. */
  readonly name: string;
  /** @throws {Untestable} where it can't be tested at all */
  readonly examine: (options: SuiteOptions) => Promise<RunResult>;
}

/**
 * Examines a target.
 * @throws {Untestable} where it can't be tested at all; {Interrupted} where it was ended before the first scenario
 */
export async function examine(
  target: Examinable,
  catalogue: CataloguePart,
  settings: RunSettings,
  outputs: Outputs,
  environment: Environment,
): Promise<Examined> {
  const { requirements, selected, shard, root } = catalogue;
  const { signal } = environment.interruption;
  const strict = settings.strict ?? false;
  const live = liveFor(settings, environment);
  const watch = new Watch(requirements, strict);
  const problems: string[] = [];
  const proofs = await loadProofs();
  let begun = false;
  live.begins(`looking at ${target.name}`);
  try {
    const examination = target.examine({
      requirements,
      root,
      strict,
      proofs,
      signal,
      version: version(),
      ...(selected === undefined ? {} : { selected }),
      ...(settings.only === undefined ? {} : { only: settings.only }),
      ...(shard === undefined ? {} : { shard }),
      ...(settings.parallel === undefined ? {} : { parallel: settings.parallel }),
      onMessage: (envelope) => {
        begun = true;
        outputs.take(envelope);
        const name = watch.begins(envelope);
        if (name !== undefined) live.begins(name);
      },
      onScenario: (outcome, done, total) => {
        const { fault, uri, line } = outcome;
        if (fault !== undefined && NO_STEP.test(fault) && catalogue.isForeign(uri)) {
          problems.push(`${placeOf(uri, line, root)}: ${fault}`);
        }
        live.ends(watch.ends(outcome, done, total));
      },
    });
    const result = await Promise.race([examination, endedBefore(environment, () => begun)]);
    return { result, problems };
  } finally {
    live.close();
  }
}

/** Rejects where the run is ended while there is nothing yet to be kept; the survey itself can't be ended. */
function endedBefore({ interruption }: Environment, begun: () => boolean): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => {
      const [fault] = interruption.faults;
      if (!begun()) reject(fault ?? new Interrupted(interruption.status ?? 0));
    };
    if (interruption.signal.aborted) end();
    else interruption.signal.addEventListener('abort', end);
  });
}

function liveFor({ quiet, verbose }: RunSettings, { variables, stderr }: Environment): Live {
  if (quiet === true) return SILENT;
  const chalk = new Chalk({ level: colorLevel(variables, stderr) });
  const options = { write: (text: string) => stderr.write(text), chalk };
  if (verbose === true) return conversations(options);
  if (isRedrawable(variables, stderr)) return redrawnLine(options, () => widthOfScreen(stderr));
  return logLines(options, () => performance.now());
}
