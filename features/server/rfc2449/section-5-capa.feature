@server
Feature: RFC 2449 section 5: the CAPA command (server)

  @2449-5-S1 @MUST
  Rule: CAPA is available in the AUTHORIZATION state
    RFC 2449 section 5:
    > It is available in both the AUTHORIZATION and
    > TRANSACTION states.

    Reading R13.

    Scenario: CAPA is the first command
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      Then the answer is a capability list

    Scenario: CAPA is repeated
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      Then the answer is a capability list
      When the client sends "CAPA"
      Then the answer is a capability list
      When the client sends "CAPA"
      Then the answer is a capability list

    Scenario: CAPA after a failed login
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client logs in with a wrong password
      And the session goes on after the failure
      And the client sends "CAPA"
      Then the answer is a capability list

    Scenario: CAPA between USER and PASS
      Given the server has CAPA
      And the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client sends "USER {user}"
      And the client sends "CAPA"
      Then a capability list or a refusal that is advised against

  @2449-5-S2 @MUST
  Rule: CAPA is available in the TRANSACTION state
    RFC 2449 section 5:
    > It is available in both the AUTHORIZATION and
    > TRANSACTION states.

    Scenario: CAPA is the first command after login
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "CAPA"
      Then the answer is a capability list

    Scenario: CAPA is repeated
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "CAPA"
      Then the answer is a capability list
      When the client sends "CAPA"
      Then the answer is a capability list
      When the client sends "CAPA"
      Then the answer is a capability list

    Scenario: CAPA after other commands
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "STAT"
      And the client sends "LIST"
      And the client sends "NOOP"
      And the client sends "CAPA"
      Then the answer is a capability list

    Scenario: CAPA after DELE
      Given the server has CAPA
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "DELE {message}"
      And the client sends "CAPA"
      Then the answer is a capability list

  @2449-5-S3 @MUST
  Rule: What is announced in AUTHORIZATION is announced in both states
    RFC 2449 section 5:
    > Capabilities available in the AUTHORIZATION state MUST be announced
    > in both states.

    Readings R6, R15, R16.

    Scenario: The tags before login are there after it
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the list before login"
      And the client logs in
      And the client sends "CAPA"
      Then each capability of "the list before login" is announced after login

    Scenario: The capabilities whose definition says "both" are announced before login
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the list before login"
      And the client logs in
      And the client sends "CAPA"
      Then each capability of both states was in "the list before login"

  @2449-5-S4 @MUST
  Rule: Arguments do not differ between the states unless the capability's description says so
    RFC 2449 section 5:
    > If a capability is announced in both states, but the argument might
    > differ after authentication, this possibility MUST be stated in the
    > capability description.

    Scenario: The arguments before login are those after it
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the list before login"
      And the client logs in
      And the client sends "CAPA"
      Then the arguments are those of "the list before login"

  @2449-5-S5 @SHOULD
  Rule: The tag of an optional command is its keyword
    RFC 2449 section 5:
    > When a
    > capability response describes an optional command, the <capa-tag>
    > SHOULD be identical to the command keyword.

    Scenario Outline: The tags in the <state> state
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @2449-5-S6 @MUST
  Rule: The answer is +OK with a list in which each capability stands once, or -ERR
    RFC 2449 section 5:
    > CAPA response tags are
    > case-insensitive.
    RFC 2449 section 5:
    > An -ERR response indicates the capability command is not
    > implemented and the client will have to probe for
    > capabilities as before.

    Reading R20.

    Scenario Outline: Each capability stands once in the list of the <state> state
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario: CAPA is answered with a list or with -ERR
      Given a session in the AUTHORIZATION state
      When the client sends "CAPA"
      Then a capability list or a refusal

  @2449-5-S7 @MUST
  Rule: A capability line has at most 512 octets
    RFC 2449 section 5:
    > Each
    > capability line is limited to 512 octets (including the
    > CRLF).

    Scenario Outline: The lines in the <state> state
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @2449-5-S9 @MUST
  Rule: CAPA takes no argument
    RFC 2449 section 5:
    > Arguments:
    > none
    RFC 1939 section 3:
    > A server MUST respond to an unrecognized, unimplemented, or
    > syntactically invalid command by responding with a negative status
    > indicator.

    Reading R17.

    Scenario Outline: CAPA with an argument in the <state> state
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA X"
      Then a refusal, or a capability list that is advised against
      And the session is in step

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |
