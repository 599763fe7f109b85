/**
 * SASLprep (RFC 4013): the form of user names and passwords in which they are compared. RFC 6856 section 2.2 asks for
 * it on USER, PASS and APOP, RFC 5034 section 4 on authorization identities, RFC 5802 section 2.2 in SCRAM.
 *
 * Two of the tables of RFC 3454 are approximated with Unicode properties: D.2 (left-to-right characters) by all letters
 * outside D.1, and NFKC is that of this runtime's Unicode. Unassigned code points are let through (a "query" string).
 */

/** RFC 3454 table C.1.2, mapped to SPACE. */
const OTHER_SPACES = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/gu;

/** RFC 3454 table B.1, mapped to nothing. */
const MAPPED_TO_NOTHING = /\u00AD|\u034F|\u1806|[\u180B-\u180D]|\u200C|\u200D|\u2060|[\uFE00-\uFE0F]|\uFEFF/gu;

/** RFC 4013 section 2.3: RFC 3454 tables C.1.2, C.2.1, C.2.2 and C.3 to C.9. */
const PROHIBITED: readonly RegExp[] = [
  /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/u,
  /[\p{Cc}\u06DD\u070F\u180E\u2028\u2029\u2060-\u2063\u206A-\u206F\uFEFF\uFFF9-\uFFFC]/u,
  /\u200C|\u200D|[\u{1D173}-\u{1D17A}]/u,
  /\p{Co}|\p{Cs}|\p{Noncharacter_Code_Point}/u,
  /\u0340|\u0341|[\uFFFD\u2FF0-\u2FFB\u200E\u200F\u202A-\u202E]/u,
  /[\u{E0001}\u{E0020}-\u{E007F}]/u,
];

/** RFC 3454 table D.1: characters written from right to left. */
const RIGHT_TO_LEFT =
  /[\u05BE\u05C0\u05C3\u05D0-\u05EA\u05F0-\u05F4\u061B\u061F\u0621-\u063A\u0640-\u064A\u066D-\u066F\u0671-\u06D5\u06DD\u06E5\u06E6\u06FA-\u06FE\u0700-\u070D\u0710\u0712-\u072C\u0780-\u07A5\u07B1\u200F\uFB1D\uFB1F-\uFB28\uFB2A-\uFB36\uFB38-\uFB3C\uFB3E\uFB40\uFB41\uFB43\uFB44\uFB46-\uFBB1\uFBD3-\uFD3D\uFD50-\uFD8F\uFD92-\uFDC7\uFDF0-\uFDFC\uFE70-\uFE74\uFE76-\uFEFC]/u;

/** RFC 3454 section 6: right-to-left text holds no left-to-right letter, and begins and ends right-to-left. */
function mixesDirections(text: string): boolean {
  const characters = Array.from(text);
  if (!characters.some((character) => RIGHT_TO_LEFT.test(character))) return false;
  const leftToRight = characters.some((character) => /\p{L}/u.test(character) && !RIGHT_TO_LEFT.test(character));
  const [first = ''] = characters;
  return leftToRight || !RIGHT_TO_LEFT.test(first) || !RIGHT_TO_LEFT.test(characters.at(-1) ?? '');
}

/**
 * Prepares a user name or a password for comparison.
 * @returns the prepared text (perhaps empty); undefined where it holds what RFC 4013 sections 2.3 and 2.4 prohibit
 */
export function saslprep(text: string): string | undefined {
  const prepared = text.replace(OTHER_SPACES, ' ').replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  if (PROHIBITED.some((pattern) => pattern.test(prepared)) || mixesDirections(prepared)) return undefined;
  return prepared;
}
