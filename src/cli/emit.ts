/** What `--emit` writes: a conversation as a script, a scenario, or lines for a shell. */

import { loadCatalogue, ownFeatures } from '../catalogue/load-catalogue.ts';
import { nearest } from '../catalogue/nearest.ts';
import { parseRequirementId, type Requirement } from '../catalogue/requirement.ts';
import { commented } from '../emit/comments.ts';
import { emitGherkin, type Emitted } from '../emit/gherkin.ts';
import { KINDS, type EmitKind } from '../emit/kinds.ts';
import { emitForClient, emitForServer } from '../emit/shell.ts';
import type { Claim } from '../emit/steps.ts';
import { printScript } from '../script/print.ts';
import type { Conversation } from '../script/syntax.ts';
import type { TlsMode } from '../target/client.ts';
import type { Role } from '../verdict/result.ts';
import type { Environment } from './environment.ts';
import { reasonOf, UsageError } from './errors.ts';
import * as value from './option-values.ts';
import { checkWritable, writeWhole } from './output-files.ts';
import { judged } from './run-settings.ts';

/** What the user wants to be written, and where. */
export interface EmitPlan {
  readonly kind: EmitKind;
  /** Undefined: to the standard output. */
  readonly file: string | undefined;
  /** What a scenario is about. */
  readonly requirement: Requirement | undefined;
}

/** What is written down. */
export interface Emission {
  readonly conversation: Conversation;
  /** Undefined where nothing is wrong with it. */
  readonly claim: Claim | undefined;
  /** What is said of it at its beginning. */
  readonly comments: readonly string[];
  /** Of the scenario. */
  readonly name: string;
  readonly peer:
    | { readonly role: 'server'; readonly host: string; readonly port: number; readonly underTls: boolean }
    | {
        readonly role: 'client';
        /** Its command line; empty where nobody knows it. */
        readonly words: readonly string[];
        /** How it was told to use TLS, as far as is known. */
        readonly tls: TlsMode;
      };
}

/**
 * What `--emit`, `--output` and `--requirement` say.
 * @throws {UsageError} where a value is wrong, or the file can't be written
 */
export async function emitPlan(
  flags: { readonly emit?: string; readonly output?: string; readonly requirement?: string },
  role: Role,
): Promise<EmitPlan> {
  const kind = judged('--emit', (text) => value.oneOf(KINDS, text), flags.emit) ?? 'script';
  const file = judged('--output', value.path, flags.output);
  const requirement =
    flags.requirement === undefined ? undefined : await requirementOf('--requirement', flags.requirement, role);
  if (file !== undefined) await checkWritable(file);
  return { kind, file, requirement };
}

/** The requirement of an id. @throws {UsageError} where there is none, or it binds the other side */
export async function requirementOf(option: string, id: string, role: Role): Promise<Requirement> {
  const requirements = await requirementsOf(role);
  const found = requirements.find((each) => each.id === id);
  if (found !== undefined) return found;
  if (
    parseRequirementId(id) !== undefined &&
    (await requirementsOf(role === 'server' ? 'client' : 'server')).some((each) => each.id === id)
  )
    throw new UsageError(`${option}: ${id} binds the other side: this is about a ${role}`);
  const [near] = nearest(
    id,
    requirements.map((each) => each.id),
    1,
  );
  throw new UsageError(
    `${option}: there is no requirement ${id}${near === undefined ? '; pop3spec list shows what there is' : `; did you mean ${near}?`}`,
  );
}

/** All requirements of a role, in their order. */
export async function requirementsOf(role: Role): Promise<readonly Requirement[]> {
  return (await loadCatalogue([ownFeatures(role)])).requirements;
}

/**
 * Writes it.
 * @returns why the notation can't say it, where it can't: then nothing is written
 * @throws {UsageError} where the file can't be written
 */
export async function emit(plan: EmitPlan, emission: Emission, environment: Environment): Promise<string | undefined> {
  const emitted = textOf(plan, emission);
  if (!emitted.ok) return emitted.reason;
  const { file } = plan;
  const text = environment.hidden(emitted.text);
  if (file === undefined) {
    environment.stdout.write(text);
    return undefined;
  }
  try {
    await writeWhole(file, text);
    return undefined;
  } catch (error) {
    throw new UsageError(`${file} could not be written: ${reasonOf(error)}`);
  }
}

function textOf({ kind, requirement }: EmitPlan, { conversation, claim, comments, name, peer }: Emission): Emitted {
  if (kind === 'script') return { ok: true, text: printScript(conversation, comments) };
  if (kind === 'shell') {
    const emitted =
      peer.role === 'server' ? emitForServer(conversation, peer) : emitForClient(conversation, peer.words);
    return emitted.ok ? { ok: true, text: `${commented(comments).join('\n')}\n${emitted.text}` } : emitted;
  }
  if (claim === undefined)
    return { ok: false, reason: 'nothing is wrong, so there is nothing that a scenario could claim' };
  if (claim.kind === 'unsayable') return { ok: false, reason: claim.reason };
  if (requirement === undefined) return { ok: false, reason: NO_REQUIREMENT };
  const tls = peer.role === 'client' ? { tls: peer.tls } : {};
  return emitGherkin({ conversation, requirement, claim, name, comments, ...tls });
}

/** What a scenario lacks where nothing says what it is about. */
export const NO_REQUIREMENT = 'which requirement does this break? Say it with --requirement ID';
