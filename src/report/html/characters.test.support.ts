/** A page as it is read: with the characters that its file, which is ASCII, writes as references. */
export function read(file: string): string {
  return file.replaceAll(/&#x([\da-f]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}
