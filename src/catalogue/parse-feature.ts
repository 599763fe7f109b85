import { AstBuilder, Errors, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import type { GherkinDocument } from '@cucumber/messages';
import type { Problem } from './requirement.ts';

/** A parsed feature file. */
export interface FeatureDocument {
  /** As it is to stand in results. */
  readonly uri: string;
  readonly document: GherkinDocument;
  /** Whether a Rule of it may have the id of another file's: its scenarios are added to those there. */
  readonly joins?: boolean;
}

/**
 * Parses the text of one feature file.
 * @returns the document, or each of Gherkin's complaints as a problem
 */
export function parseFeature(uri: string, text: string): FeatureDocument | { readonly problems: readonly Problem[] } {
  let ids = 0;
  const parser = new Parser(new AstBuilder(() => `${(ids += 1)}`), new GherkinClassicTokenMatcher());
  try {
    return { uri, document: parser.parse(text) };
  } catch (error) {
    if (!(error instanceof Errors.GherkinException)) throw error;
    const causes = error instanceof Errors.CompositeParserException ? error.errors : [error];
    return { problems: causes.map((cause) => problemOf(uri, cause)) };
  }
}

function problemOf(uri: string, error: Error): Problem {
  const line = error instanceof Errors.GherkinException ? error.location.line : 0;
  // Gherkin's messages begin with the position, which the problem has as data.
  return { uri, line, message: error.message.replace(/^\(\d+:\d+\): /, '') };
}
