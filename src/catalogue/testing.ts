import { parseFeature } from './parse-feature.ts';
import { readFeatures } from './read-features.ts';
import type { Catalogue } from './requirement.ts';

/**
 * The catalogue of features that a test writes down.
 * @param files the text of each feature file by its uri
 * @param joining the uris of those whose Rules may add to others
 * @throws where a text is not Gherkin
 */
export function catalogueOf(files: Readonly<Record<string, string>>, joining: readonly string[] = []): Catalogue {
  return readFeatures(
    Object.entries(files).map(([uri, text]) => {
      const parsed = parseFeature(uri, text);
      if ('problems' in parsed) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
      return { ...parsed, joins: joining.includes(uri) };
    }),
  );
}

/** A Rule in its fixed form, with one scenario at the end; `description` replaces the quotation. */
export function ruleOf(id: string, level: string, description = 'RFC 2449 section 5:\n> It is available'): string {
  const body = description.replaceAll('\n', '\n    ');
  return `
  @${id} @${level}
  Rule: title of ${id}
    ${body}

    Scenario: scenario of ${id}
      Given a step
`;
}

/** A feature file's text out of Rules. */
export function featureOf(...rules: readonly string[]): string {
  return `@server\nFeature: a section\n${rules.join('')}`;
}
