import { parse } from 'yaml';
import { z } from 'zod';

const REQUIREMENT_ID = /^\d+-\d+(?:\.\d+)*-C\d+$/;

/** Either why no one can test it from outside, or the requirement on the client that will claim it. */
const why = { reason: z.string().min(1).optional(), client: z.string().regex(REQUIREMENT_ID).optional() };

const entrySchema = z
  .union([
    z.strictObject({ section: z.string(), sentence: z.string(), ...why }),
    z.strictObject({ grammar: z.string(), ...why }),
  ])
  .refine((entry) => (entry.reason === undefined) !== (entry.client === undefined), {
    message: 'an entry has either a reason or a client requirement',
  });

/** A statement of RFC 2449 that no Rule claims: a sentence, with its section, or a rule of the grammar. */
export type Untestable = z.infer<typeof entrySchema>;

/**
 * Reads `features/untestable.yaml`.
 * @throws an error that names the entry and what is wrong with it, or the line where it is not YAML
 */
export function parseUntestable(text: string): readonly Untestable[] {
  return z.array(entrySchema).parse(parse(text));
}
