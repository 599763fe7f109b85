import { parse } from 'yaml';
import { z } from 'zod';

/** Why no one can test it from outside. */
const reason = z.string().min(1);

const entrySchema = z.union([
  z.strictObject({ section: z.string(), sentence: z.string(), reason }),
  z.strictObject({ grammar: z.string(), reason }),
]);

/** A statement of RFC 2449 that no Rule claims: a sentence, with its section, or a rule of the grammar. */
export type Untestable = z.infer<typeof entrySchema>;

/**
 * Reads `features/untestable.yaml`.
 * @throws an error that names the entry and what is wrong with it, or the line where it is not YAML
 */
export function parseUntestable(text: string): readonly Untestable[] {
  return z.array(entrySchema).parse(parse(text));
}
