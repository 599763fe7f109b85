@server
Feature: RFC 2595 section 4: the STLS command (server)
  Where the run itself is in the clear, nobody has said which certificate is to be trusted, and it is not judged.

  @2595-4-S1 @MUST
  Rule: STLS is announced where it is permitted, takes no argument, and TLS begins behind its +OK
    RFC 2595 section 4:
    > The capability name "STLS" indicates this command is
    > present and permitted in the current state.
    RFC 2595 section 4:
    > Arguments: none
    > ...
    > Only permitted in AUTHORIZATION state.
    RFC 2595 section 4:
    > A TLS negotiation begins immediately after the CRLF at the
    > end of the +OK response from the server.
    That the two sides do not agree on a version, a cipher or a key breaks no rule: the scenario is inconclusive then.

    Readings R6, R17.
    Claims: capability STLS.

    Scenario: TLS begins behind the +OK
      Given the server announces "STLS" in the clear
      And a session in the clear
      When the client sends "STLS"
      Then TLS begins
      And the session is in step

    Scenario: TLS begins after other commands
      Given the server announces "STLS" in the clear
      And a session in the clear
      When the client sends "CAPA"
      And the client sends "CAPA"
      And the client sends "STLS"
      Then TLS begins
      And the session is in step

    Scenario: STLS after login
      Given the server announces "STLS" in the clear
      And a session in the TRANSACTION state
      When the client sends "STLS"
      Then STLS is refused
      And the session is in step

    Scenario: STLS with an argument
      Given the server announces "STLS" in the clear
      And a session in the clear
      When the client sends "STLS X"
      Then a refusal, or TLS that is advised against

    Scenario: The STLS line in the clear
      Given the server announces "STLS" in the clear
      And a session in the clear
      When the client sends "CAPA"
      Then what the server sent keeps this rule

  @2595-4-S2 @MAY
  Rule: STLS under TLS may be refused
    RFC 2595 section 4:
    > A -ERR response
    > MAY result if a security layer is already active.

    Scenario: A second STLS
      Given the server announces "STLS" in the clear
      And a session that STLS has secured
      When the client sends "STLS"
      Then a refusal, or TLS once more, in step

  @2595-4-S3 @MUST
  Rule: After STLS the session is in the AUTHORIZATION state
    RFC 2595 section 4:
    > The STLS command is only permitted in AUTHORIZATION state
    > and the server remains in AUTHORIZATION state, even if
    > client credentials are supplied during the TLS negotiation.

    Reading R14.

    Scenario Outline: <command> before login
      Given the server announces "STLS" in the clear
      And a session that STLS has secured
      When the client sends "<command>"
      Then the answer is negative

      Examples:
        | command |
        | STAT    |
        | LIST    |

    Scenario: A login
      Given the server announces "STLS" in the clear
      And a session that STLS has secured
      When the client logs in under TLS
      Then the answer is positive

    Scenario: USER before STLS, and PASS after it
      Given the server announces "STLS" in the clear
      And the server announces "USER" in the clear
      And a session in the clear
      When the client sends USER and begins TLS before PASS
      Then the USER from before TLS does not count

  @2595-4-S4 @SHOULD
  Rule: What comes in the clear behind STLS is never executed under TLS
    RFC 2595 section 4:
    > Once a
    > client issues a STLS command, it MUST NOT issue further
    > commands until a server response is seen and the TLS
    > negotiation is complete.
    Whoever sits between client and server can add a command in the clear, and the server would take it for the client's own
    (CVE-2011-0411). That STLS or the handshake fails, and that the server ends the connection, is right too.

    Reading R14.

    Scenario Outline: "<injected>" behind STLS
      Given the server announces "STLS" in the clear
      And a session in the clear
      When the client sends STLS and "<injected>" in one write, and begins TLS
      Then nothing from before TLS runs under it

      Examples:
        | injected          |
        | NOOP\\r\\n        |
        | CAPA\\r\\n        |
        | USER {user}\\r\\n |
        | X                 |

    Scenario: A USER behind STLS, and PASS under TLS
      Given the server announces "STLS" in the clear
      And a session in the clear
      When the client sends STLS and "USER {user}\r\n" in one write, and begins TLS
      Then the USER from before TLS does not count
