@server
Feature: RFC 2449 section 3: the grammar of responses (server)
  These rules are judged on every octet that the server sends in every scenario of a run. The scenarios here see to it
  that there are answers of every kind to judge.

  @2449-3-S1 @MUST
  Rule: The greeting is +OK, with an optional response code, text and timestamp
    RFC 2449 section 3, ABNF:
    > greeting     =  "+OK" [resp-code] *gchar [timestamp] *gchar CRLF
    RFC 1939 section 4:
    > Once the TCP connection has been opened by a POP3 client, the POP3
    > server issues a one line greeting.  This can be any positive
    > response.

    Readings R1, R3.
    Claims: greeting, gchar.

    Scenario: The greeting comes before any command
      When the client connects
      Then the answer is positive
      And what the server sent keeps this rule

    Scenario: Two connections at a time are both greeted
      When the client connects
      Then the answer is positive
      When the client connects once more
      Then the answer is positive
      And what the server sent keeps this rule

    Scenario: The greeting is one line, and nothing follows it
      Given a session in the AUTHORIZATION state
      When the client sends "QUIT"
      Then the answer is positive
      And the server closes the connection

  @2449-3-S2 @MUST
  Rule: A first line is +OK or -ERR in upper case, alone or followed by SP and text
    RFC 2449 section 3, ABNF:
    > single-line  =  status [SP text] CRLF       ;512 octets maximum
    > status       =  "+OK" / "-ERR"
    RFC 1939 section 3:
    > Servers MUST
    > send the "+OK" and "-ERR" in upper case.

    Claims: response, single-line, status.

    Scenario Outline: The answer to <command> before login
      Given a session in the AUTHORIZATION state
      When the client sends "<command>"
      Then what the server sent keeps this rule

      Examples:
        | command             |
        | CAPA                |
        | USER {unknown user} |
        | STAT                |
        | XXXX                |
        | QUIT                |

    Scenario Outline: The answer to <command> after login
      Given a session in the TRANSACTION state
      When the client sends "<command>"
      Then what the server sent keeps this rule

      Examples:
        | command       |
        | CAPA          |
        | STAT          |
        | LIST          |
        | NOOP          |
        | RSET          |
        | RETR 99999999 |
        | XXXX          |
        | QUIT          |

  @2449-3-S3 @MUST
  Rule: Every line ends in CRLF
    RFC 1939 section 3:
    > All responses are
    > terminated by a CRLF pair.
    RFC 1939 section 3:
    > When all lines of the response have been sent, a
    > final line is sent, consisting of a termination octet (decimal code
    > 046, ".") and a CRLF pair.

    Scenario: Single-line answers
      Given a session in the TRANSACTION state
      When the client sends "NOOP"
      And the client sends "STAT"
      And the client sends "UIDL 1"
      And the client sends "XXXX"
      Then what the server sent keeps this rule

    Scenario: The lines of listings
      Given a session in the TRANSACTION state
      When the client sends "LIST"
      And the client sends "UIDL"
      And the client sends "CAPA"
      Then what the server sent keeps this rule

    Scenario: The first line and the dot line of a message
      Given a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "RETR {message}"
      Then the answer is positive
      And the session is in step
      And what the server sent keeps this rule

  @2449-3-S4 @MUST
  Rule: A multi-line response ends with a dot line, and lines that begin with a dot are stuffed
    RFC 2449 section 3, ABNF:
    > multi-line   =  single-line *dot-stuffed "." CRLF
    > ...
    > dot-stuffed  =  *CHAR CRLF                  ;must be dot-stuffed
    RFC 1939 section 3:
    > If any line of the multi-line response
    > begins with the termination octet, the line is "byte-stuffed" by
    > pre-pending the termination octet to that line of the response.

    Claims: multi-line, dot-stuffed.

    Scenario: RETR of a message with lines that begin with dots
      Given a message in the maildrop that has lines which begin with dots
      And a session in the TRANSACTION state
      When the client sends "RETR {message}"
      Then the message is as it was delivered, its lines stuffed
      And the session is in step

    Scenario: TOP of a message with lines that begin with dots
      Given a message in the maildrop that has lines which begin with dots
      And the server announces "TOP" in the TRANSACTION state
      And a session in the TRANSACTION state
      When the client sends "TOP {message} 100000"
      Then the message is as it was delivered, its lines stuffed
      And the session is in step

    Scenario: The listings that LIST brings end with the dot line
      Given a session in the TRANSACTION state
      When the client sends "LIST"
      And the client sends "LIST"
      Then the answer is positive
      And the session is in step
      And what the server sent keeps this rule

    Scenario: The listings that UIDL brings end with the dot line
      Given the server announces "UIDL" in the TRANSACTION state
      And a session in the TRANSACTION state
      When the client sends "UIDL"
      And the client sends "UIDL"
      Then the answer is positive or negative
      And the session is in step
      And what the server sent keeps this rule

  @2449-3-S5 @MUST
  Rule: The answer to CAPA is a first line, capability lines and the dot line
    RFC 2449 section 3, ABNF:
    > capa-resp    =  single-line *capability "." CRLF
    RFC 2449 section 5:
    > An +OK response is followed by a list of capabilities, one
    > per line.
    > ...
    > The capability list is terminated by a line
    > containing a termination octet (".") and a CRLF pair.

    Claims: capa-resp.

    Scenario Outline: The list in the <state> state, and nothing behind it
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      Then a capability list or a refusal
      And the session is in step
      And what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @2449-3-S6 @MUST
  Rule: A capability line is a tag and parameters, separated by single spaces
    RFC 2449 section 3, ABNF:
    > capa-tag     =  1*cchar
    > capability   =  capa-tag *(SP param) CRLF   ;512 octets maximum
    > cchar        =  %x21-2D / %x2F-7F
    RFC 2449 section 3, ABNF:
    > param        =  1*VCHAR
    RFC 2449 section 5:
    > Each capability name MAY be followed by a single
    > space and a space-separated list of parameters.

    Reading R4.
    Claims: capability, capa-tag, cchar, param.

    Scenario Outline: The lines of the list in the <state> state
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |
