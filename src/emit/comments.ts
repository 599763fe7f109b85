/** Comments in scripts, features and shell scripts alike. Pure. */

/** Lines of a comment. A text with line ends in it is one line all the same: what is behind one would be no comment. */
export function commented(texts: readonly string[]): string[] {
  return texts.map((text) => `# ${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}`.trimEnd());
}
