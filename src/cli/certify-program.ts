/** The grammar of `pop3spec certify` and `pop3spec verify`. */

import type { Command } from 'commander';
import { CERTIFY_EXAMPLES, VERIFY_EXAMPLES } from './help.ts';

/** The options of `pop3spec certify` as commander gives them; what was not given is undefined. */
export interface CertifyFlags {
  readonly output?: string;
  readonly sign?: string;
  readonly browser?: string;
  /** False for --no-pdf. */
  readonly pdf: boolean;
}

/** The options of `pop3spec verify`. */
export interface VerifyFlags {
  readonly key?: string;
  readonly result?: string;
}

/** Adds both commands to the program. @param actions what they do */
export function addCertify(
  program: Command,
  actions: {
    readonly certify: (result: string, flags: CertifyFlags) => Promise<void>;
    readonly verify: (file: string, flags: VerifyFlags) => Promise<void>;
  },
): void {
  program
    .command('certify')
    .summary('a certificate of a result: statement, PDF and badge')
    .description('Makes a certificate of a result file, which a third party can check again.')
    .argument('<result>', 'the result file of a whole run (JSON)')
    .option('-o, --output <name>', 'what the files are called, without their endings (default: certificate, beside it)')
    .option('--sign <key>', 'sign with this private key (Ed25519, PKCS#8 in PEM)')
    .option('--browser <program>', 'print the PDF with this Chrome, Chromium or Edge (default: one that is installed)')
    .option('--no-pdf', 'no PDF, and so no browser')
    .addHelpText('after', CERTIFY_EXAMPLES)
    .action(actions.certify);
  program
    .command('verify')
    .summary('check a certificate')
    .description('Checks a certificate, and with --result everything that it rests on.')
    .argument('<certificate>', 'NAME.intoto.json')
    .option('--key <key>', 'the public key (PEM) of whom you expect to have signed')
    .option('--result <result>', 'the result file that was certified')
    .addHelpText('after', VERIFY_EXAMPLES)
    .action(actions.verify);
}
