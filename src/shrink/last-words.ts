/** Why a client ends, in its own words: they tell causes apart that have one exit status. Pure. */

/** Names of files and folders, such as its working directory, and numbers, such as the port: they are others each time. */
const PATHS = /\S*[/\\]\S*/g;
const NUMBERS = /0x[0-9a-f]+|\d+/gi;

/** The last line that it printed on its standard error, but for what is another each time; empty where there is none. */
export function lastWords(stderr: string): string {
  const line =
    stderr
      .trimEnd()
      .split(/[\r\n]/)
      .at(-1) ?? '';
  return line.replace(PATHS, '/').replace(NUMBERS, '0');
}
