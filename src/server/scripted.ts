/** A script as a server: its text becomes the configuration of one. */

import { visible } from '../protocol/octets.ts';
import { withoutPauses } from '../script/pauses.ts';
import { parseScript, type Mistake, type Places } from '../script/parse.ts';
import type { Script, Setting } from '../script/syntax.ts';
import { together, type Bend } from './bend.ts';
import type { ServerConfig } from './config.ts';
import { ENGINE_SETTINGS, type Engine, type EngineSetting } from './engine-settings.ts';
import { playing, type Deviation } from './script-conversation.ts';
import { overriding } from './script-overrides.ts';

/** What a script needs beside its text. */
export interface ScriptOptions {
  /** What mistakes call it. */
  readonly file?: string;
  /** The settings that it may name; absent: those of the engine. */
  readonly settings?: ReadonlyMap<string, EngineSetting>;
  /** Told of each line that a whole conversation does not expect. */
  readonly onDeviation?: (deviation: Deviation) => void;
  /** Whether a whole conversation is played with its pauses (default: true). */
  readonly timing?: boolean;
}

export type ScriptedConfig =
  | { readonly ok: true; readonly script: Script; readonly places: Places; readonly config: ServerConfig }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/**
 * The configuration of a server that follows a script. Each configuration counts its connections for itself, so a
 * server of its own needs one of its own.
 * @param source the script's text
 * @param base what is changed; a bend of its own is kept, behind the script's
 */
export function scriptedConfig(source: string, base: ServerConfig, options: ScriptOptions = {}): ScriptedConfig {
  const { file = 'script', settings = ENGINE_SETTINGS, onDeviation = () => {}, timing = true } = options;
  const parsed = parseScript(source, file);
  if (!parsed.ok) return parsed;
  const { script, places } = parsed;
  if (script.kind === 'conversation') {
    return {
      ok: true,
      script,
      places,
      config: { ...base, bend: playing(timing ? script : withoutPauses(script), onDeviation) },
    };
  }
  const start: Engine = { config: base, policy: {}, bends: [] };
  const mistakes: Mistake[] = [];
  const engine = script.settings.reduce((changed, setting) => {
    const applied =
      settings.get(setting.name)?.(changed, setting.values) ?? `a setting: ${[...settings.keys()].join(', ')}`;
    if (typeof applied !== 'string') return applied;
    mistakes.push(settingMistake(setting, applied, file, places));
    return changed;
  }, start);
  if (mistakes.length > 0) return { ok: false, mistakes };
  const bend = bendOf(overriding(script), engine, base.bend);
  return { ok: true, script, places, config: { ...engine.config, bend } };
}

/** The script's overrides go first, so that what they keep from the engine reaches nobody. */
function bendOf(
  overrides: (connection: number) => Bend,
  { policy, bends }: Engine,
  own: ((connection: number) => Bend) | undefined,
): (connection: number) => Bend {
  const others = own === undefined ? bends : [...bends, own];
  if (others.length === 0) {
    return (connection) => Object.assign(overrides(connection), { policy });
  }
  return (connection) => together([{ policy }, overrides(connection), ...others.map((each) => each(connection))]);
}

function settingMistake(setting: Setting, expected: string, file: string, places: Places): Mistake {
  const came = visible(Buffer.from([setting.name, ...setting.values].join(' '), 'utf8'), 80);
  return { file, line: places.get(setting) ?? 1, column: 1, expected, came };
}
