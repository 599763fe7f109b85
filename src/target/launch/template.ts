/** Texts with placeholders, by which a client is told where the server is. Pure. */

export const PLACEHOLDERS = ['host', 'port', 'user', 'password', 'url', 'dir', 'ca'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What stands for each placeholder in one launch. */
export type Facts = Readonly<Record<Placeholder, string>>;

/** A text that is known by a name: an environment variable, a file. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: string;
}

/**
 * A placeholder is a word of lower-case letters in braces; in doubled braces the word stands for itself, in single ones. All other
 * braces are text: a template may be JSON, or a program for a shell or for awk.
 */
const BRACED = /\{\{([a-z]+)\}\}|\{([a-z]+)\}/g;

/** The words that stand as placeholders in a template, known or not. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(BRACED)].flatMap(([, , word]) => (word === undefined ? [] : [word]));
}

export function isPlaceholder(word: string): word is Placeholder {
  return PLACEHOLDERS.some((known) => known === word);
}

/** The text that a template stands for. What takes the place of a placeholder is not read again. */
export function fill(template: string, facts: Facts): string {
  return template.replace(BRACED, (whole, literal: string | undefined, word: string | undefined) => {
    if (literal !== undefined) return `{${literal}}`;
    return word !== undefined && isPlaceholder(word) ? facts[word] : whole;
  });
}
