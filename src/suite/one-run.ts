/** The messages of several calls of Cucumber as those of one run. Pure. */

import type { Envelope, GherkinDocument, Pickle } from '@cucumber/messages';

/**
 * Takes what each call says, and gives what one call would have said: what is told of the run, of a feature and of a step
 * definition once, and of the scenarios those that run. The messages of scenarios that run side by side stand between
 * each other; Cucumber's own of several processes do so too.
 */
export class OneRun {
  readonly #give: (envelope: Envelope) => void;
  readonly #said = new Set<string>();
  readonly #documents = new Map<string, GherkinDocument>();
  /** The ids of the first reading of each feature by those of later ones. */
  readonly #ids = new Map<string, string>();
  readonly #waiting = new Map<string, Pickle>();
  #run: string | undefined;
  #finished: Envelope['testRunFinished'];

  /** @param give is given each message of the one run */
  constructor(give: (envelope: Envelope) => void) {
    this.#give = give;
  }

  /** Takes a message of one of the calls. */
  take(envelope: Envelope): void {
    const { pickle, testCase, testRunStarted, testRunFinished } = envelope;
    if (pickle !== undefined) {
      // Cucumber tells of every scenario of a file, whichever of them were asked for.
      this.#waiting.set(pickle.id, this.#inFirstDocument(pickle));
    } else if (testCase !== undefined) {
      const own = this.#waiting.get(testCase.pickleId);
      if (own !== undefined) this.#give({ pickle: own });
      this.#waiting.delete(testCase.pickleId);
      this.#give({ testCase: changed(testCase, this.#ofRun) });
    } else if (testRunStarted !== undefined) {
      if (this.#run !== undefined) return;
      this.#run = testRunStarted.id;
      this.#give(envelope);
    } else if (testRunFinished !== undefined) {
      const success = testRunFinished.success && this.#finished?.success !== false;
      this.#finished = changed(testRunFinished, { ...this.#ofRun, success });
    } else if (this.#isNews(envelope)) this.#give(envelope);
  }

  /** There are no more calls. */
  end(): void {
    if (this.#finished !== undefined) this.#give({ testRunFinished: this.#finished });
  }

  get #ofRun(): { testRunStartedId?: string } {
    return this.#run === undefined ? {} : { testRunStartedId: this.#run };
  }

  #isNews({ meta, source, gherkinDocument, parameterType, stepDefinition, hook }: Envelope): boolean {
    if (gherkinDocument !== undefined) return this.#isFirst(gherkinDocument);
    if (meta !== undefined) return this.#once('meta');
    if (source !== undefined) return this.#once(`source ${source.uri}`);
    if (parameterType !== undefined) return this.#once(`parameter type ${parameterType.name}`);
    if (stepDefinition !== undefined) return this.#once(`step definition ${stepDefinition.id}`);
    if (hook !== undefined) return this.#once(`hook ${hook.id}`);
    return true;
  }

  #once(what: string): boolean {
    const isNew = !this.#said.has(what);
    this.#said.add(what);
    return isNew;
  }

  /** Whether a feature is read for the first time; where it is not, its nodes are those of the first time. */
  #isFirst(document: GherkinDocument): boolean {
    const first = this.#documents.get(document.uri ?? '');
    if (first === undefined) {
      this.#documents.set(document.uri ?? '', document);
      return true;
    }
    const ids = idsIn(first);
    for (const [place, id] of idsIn(document).entries()) this.#ids.set(id, ids[place] ?? id);
    return false;
  }

  #inFirstDocument(pickle: Pickle): Pickle {
    const known = (id: string): string => this.#ids.get(id) ?? id;
    return changed(pickle, {
      astNodeIds: pickle.astNodeIds.map(known),
      steps: pickle.steps.map((step) => changed(step, { astNodeIds: step.astNodeIds.map(known) })),
      tags: pickle.tags.map((tag) => changed(tag, { astNodeId: known(tag.astNodeId) })),
    });
  }
}

/** A message with some of its fields otherwise. Messages are typed as classes, and are plain data. */
function changed<Message extends object>(message: Message, changes: Partial<Message>): Message {
  return Object.assign({}, message, changes);
}

/** The ids of a document's nodes, in the order in which they stand. */
function idsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(idsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === 'id' && typeof value === 'string' ? [value] : idsIn(value),
  );
}
