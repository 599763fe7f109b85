/** What a conversation can be written as. */

export const KINDS = ['script', 'gherkin', 'shell'] as const;

export type EmitKind = (typeof KINDS)[number];

/** How the names of such files end. */
export const ENDINGS: Readonly<Record<EmitKind, string>> = { script: '.pop3', gherkin: '.feature', shell: '.sh' };
