/** What the help says beyond the options. */

export const DESCRIPTION = 'The conformance suite for POP3: RFC 2449 with RFC 1939, 2595, 3206, 4616, 5034 and 6856.';

export const EXAMPLES = `
Examples:
  pop3spec server                                              test the built-in server
  pop3spec server mail.example.org --user alice --password-file secret.txt
  pop3spec list                                                what is tested
  pop3spec serve --persona dovecot --log                       a fake server, and what your client does with it
  pop3spec record --upstream mail.example.org --listen 8110 -o bug.pop3
                                                               what a client and a server say, as a script
  pop3spec replay bug.pop3 --to localhost:8110 --user alice --password-file secret.txt
                                                               whether a server still answers so
  pop3spec shrink bug.pop3 --to localhost:8110 --user alice --password-file secret.txt
                                                               the shortest recording that still shows what is wrong
  pop3spec report before.json after.json                       what changed

"pop3spec COMMAND --help" explains a command.
`;

const ONLY = `What --only takes (several are united):
  2449-6.5-S2     a requirement              2449-6        a section with its subsections
  2449            an RFC                     '@MUST and not @tls'   a Cucumber tag expression
  features/server/rfc2449/section-5-capa.feature:12         a scenario
`;

const EXIT_STATUS = `Exit status:
  0  no requirement is broken (a SHOULD counts with --strict only)
  1  at least one is broken that --baseline does not expect, or the baseline is stale
  2  wrong usage or configuration
  3  the target could not be tested: unreachable, login refused, not to be started, lost on the way
  4  nothing was judged
  70 a fault of pop3spec
  130, 143  ended by Ctrl-C or SIGTERM; what was found so far is written
`;

export const SERVER_EXAMPLES = `
A test account:
  Its mail is read and stays where it is, unless you add --allow-delete. Better give an account that is there for
  the test, with a second one (--account) and a way to deliver mail (--deliver): more can be judged then.
  A password is taken from --password, else from --password-file, else from POP3SPEC_PASSWORD in the environment.

${ONLY}
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

${EXIT_STATUS}`;

export const CLIENT_EXAMPLES = `
The command:
  It is started once for each scenario, without a shell, to fetch its mail and end. In its words, and in --env, --file and
  --stdin, these stand for what is different each time:
    {host} {port}        where the server is; a port of its own for each start
    {user} {password}    the account
    {url}                all of these, as pop3://user:password@host:port/ (pop3s:// with --tls implicit)
    {dir}                an empty folder: its working directory and its HOME, removed afterwards
    {ca}                 a file with the certificate of the authority that it has to trust (PEM)
  Braces around anything else are text; {{host}} is {host} itself. Files of yours are named by their full path. Its
  environment is PATH, HOME, TMPDIR, LANG and what --env adds. It has to stay in the foreground: what it leaves running is
  ended.

A client without a command line (a webmail, a program with windows):
  --driver names an ES module whose default export makes it fetch its mail once. It is called with
  { host, port, user, password, url, tls, dir, ca, signal, log(text), browser() }, where browser() gives a Playwright
  browser, and may return { status, stored }: an exit status, and the mail that was stored. What it throws is status 1.

${ONLY}
Examples:
  pop3spec client
      test the built-in client
  pop3spec client -- curl -q -sS -u {user}:{password} pop3://{host}:{port}/1
  pop3spec client --tls stls -- curl -q -sS --ssl-reqd --cacert {ca} -u {user}:{password} pop3://{host}:{port}/1
  pop3spec client --file rc='poll {host} proto pop3 port {port} user {user} password {password} keep mda "cat >>mbox"' \\
      -- fetchmail -f {dir}/rc --nodetach --nosyslog

${EXIT_STATUS}`;

export const LIST_EXAMPLES = `
Examples:
  pop3spec list
  pop3spec list --only 2449-6.5 --verbose
  pop3spec list --json | jq -r '.[] | select(.level == "SHOULD") | .id'
`;

export const REPORT_EXAMPLES = `
What is made of the files:
  one result                        the report again, as the run would write it
  the parts of a run (--shard)      one result and its report, as of the run in one piece; they must be all there
  two runs of the same target       what changed
  several targets                   the matrix: requirements by targets, each cell with its evidence
  The files decide; --merge, --compare and --matrix insist, and say what is in the way.

Examples:
  pop3spec report reports/result.json
  pop3spec report --merge shard-*/result.json --out merged
  pop3spec report before.json after.json --html changes.html
  pop3spec report dovecot.json courier.json popa3d.json --html matrix.html

Exit status:
  that of the run, as "pop3spec server" has it; of a matrix, that of the worst run; of a comparison, 1 where a
  requirement is broken that was not before, else 0
  2 wrong usage: a file that is no whole result file, or files that do not go together
`;

export const SERVE_EXAMPLES = `
Accounts:
  Without --user they are alice (password wonderland), bob (builder), carol (christmas), dave (december) and erin
  (equinox). A password is taken from --password, else from --password-file, else (with --user) from POP3SPEC_PASSWORD in
  the environment. Passwords are for tests: use none that is used elsewhere.

The log:
  Each line has the number of its connection before it, "C:" what the client sent, "S:" what the server sent, with every
  octet visible. The lines of one connection, without the number, are a script for "pop3spec serve" again.

Examples:
  pop3spec serve --port 8110
      a correct server, on 127.0.0.1
  pop3spec serve bug.pop3 --once --log
      one connection, as a script says
  pop3spec serve --persona exchange-online --log
      the behaviour of a real service
  pop3spec serve --tls implicit --cert server.pem --key server.key --maildir ~/Maildir --user me
      TLS from the first octet, with your own mail (it stays as it is)

Exit status:
  0  ended by Ctrl-C or SIGTERM, or by --once
  2  wrong usage, a mistake in the script, or an address that can't be listened on
  70 a fault of pop3spec
`;

export const CERTIFY_EXAMPLES = `
What is written:
  NAME.intoto.json   an in-toto Statement with a test result (in a DSSE envelope, where it is signed): the target, the
                     verdict, every requirement, and the digests of the features and of every transcript
  NAME.pdf           the same for a reader
  NAME.svg           a badge with the count of what passed, and of what was not tested
  Keep the result file: with it anybody can check the certificate again, with "pop3spec verify".

Examples:
  pop3spec certify reports/result.json
  openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out pub.pem
  pop3spec certify reports/result.json -o example-pop3-1.0 --sign key.pem

Exit status:
  0  written, whatever the verdict on the target
  1  the result file contradicts itself: its verdicts do not follow from what it holds
  2  wrong usage, or a result that can not be certified (a part of a run, a run that broke off, of another version)
  70 a fault of pop3spec
`;

export const VERIFY_EXAMPLES = `
What is checked:
  the signature (--key), the certificate against itself, its features against those of this version of pop3spec; and with
  --result the digest of each transcript, and that the verdicts follow from the transcripts as far as these show: each
  octet is judged by the grammar again, and each verdict is concluded from its findings again. What can not be checked is
  said in so many words.

Examples:
  pop3spec verify example-pop3-1.0.intoto.json --key pub.pem --result reports/result.json

Exit status:
  0  nothing that was checked is wrong
  1  something is: it is named
  2  wrong usage, or a file that is no certificate
  70 a fault of pop3spec
`;
