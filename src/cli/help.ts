/** What the help says beyond the options. */

export const DESCRIPTION = 'The conformance suite for POP3: RFC 2449 with RFC 1939, 2595, 3206, 4616, 5034 and 6856.';

export const EXAMPLES = `
Examples:
  pop3spec server                                              test the built-in server
  pop3spec server mail.example.org --user alice --password-file secret.txt
  pop3spec list                                                what is tested

"pop3spec COMMAND --help" explains a command.
`;

export const SERVER_EXAMPLES = `
A test account:
  Its mail is read and stays where it is, unless you add --allow-delete. Better give an account that is there for
  the test, with a second one (--account) and a way to deliver mail (--deliver): more can be judged then.
  A password is taken from --password, else from --password-file, else from POP3SPEC_PASSWORD in the environment.

What --only takes (several are united):
  2449-6.5-S2     a requirement              2449-6        a section with its subsections
  2449            an RFC                     '@MUST and not @tls'   a Cucumber tag expression
  features/server/rfc2449/section-5-capa.feature:12         a scenario

Examples:
  pop3spec server
      test the built-in server
  pop3spec server localhost --user alice --password-file secret.txt
      port 110, without TLS
  pop3spec server pop3s://alice@mail.example.org --password-file secret.txt --ca ca.pem
      TLS from the first octet, port 995
  pop3spec server localhost:8110 --user alice --account bob:builder --deliver 'dovecot-lda -d {user}' --allow-delete
      with a second account and a way to deliver mail
  pop3spec server --config pop3spec.yaml --only 2449-5 --verbose
      one section, with every conversation

Exit status:
  0  no requirement is broken (a SHOULD counts with --strict only)
  1  at least one is broken
  2  wrong usage or configuration
  3  the target could not be tested: unreachable, login refused, lost on the way
  4  nothing was judged
  70 a fault of pop3spec
  130, 143  ended by Ctrl-C or SIGTERM; what was found so far is written
`;

export const LIST_EXAMPLES = `
Examples:
  pop3spec list
  pop3spec list --only 2449-6.5 --verbose
  pop3spec list --json | jq -r '.[] | select(.level == "SHOULD") | .id'
`;
