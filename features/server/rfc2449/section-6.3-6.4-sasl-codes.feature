@server
Feature: RFC 2449 sections 6.3 and 6.4: the SASL and RESP-CODES capabilities (server)

  @2449-6.3-S1 @MUST
  Rule: SASL names the supported mechanisms
    RFC 5034 section 3:
    > The argument to the SASL capability is
    > a space-separated list of SASL mechanisms that are supported.
    RFC 4422 section 3.1:
    > SASL mechanisms are named by character strings, from 1 to 20
    > characters in length, consisting of ASCII [ASCII] uppercase letters,
    > digits, hyphens, and/or underscores.

    Reading R21.
    Claims: capability SASL.

    Scenario Outline: The mechanism names in the <state> state
      Given the server announces "SASL"
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @2449-6.3-S2 @MUST
  Rule: AUTH is available, and every announced mechanism is supported
    RFC 2449 section 6.3:
    > The SASL capability
    > indicates that the AUTH command is available and that it supports
    > an optional base64 encoded second argument for an initial client
    > response as described in the SASL specification.
    RFC 2449 section 6.3:
    > The argument to
    > the SASL capability is a space separated list of SASL mechanisms
    > which are supported.

    Scenario: Each announced mechanism is begun and cancelled
      Given the server announces "SASL" in the AUTHORIZATION state
      When each announced mechanism, and one that cannot exist, is begun in a session of its own
      Then no announced mechanism is answered as the one that cannot exist

  @2449-6.3-S3 @MUST
  Rule: AUTH takes an initial response
    RFC 2449 section 6.3:
    > The SASL capability
    > indicates that the AUTH command is available and that it supports
    > an optional base64 encoded second argument for an initial client
    > response as described in the SASL specification.

    Scenario: AUTH PLAIN with an initial response logs in in one round trip
      Given the server announces the mechanism "PLAIN"
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN
      Then the answer is positive
      And the session is in step

  @2449-6.4-S1 @MUST
  Rule: With RESP-CODES, text that begins with a bracket is a response code
    RFC 2449 section 6.4:
    > The RESP-CODES capability indicates that any response text issued
    > by this server which begins with an open square bracket ("[") is
    > an extended response code (see section 8).

    Claims: capability RESP-CODES.

    Scenario Outline: The RESP-CODES line in the <state> state
      Given the server announces "RESP-CODES"
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario: The answer to a wrong password
      Given the server announces "RESP-CODES"
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the client logs in with a wrong password
      Then what the server sent keeps this rule

    Scenario: The answer to a login while the maildrop is in use
      Given the server announces "RESP-CODES"
      And a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the client logs in
      Then what the server sent keeps this rule

    Scenario: The answer to a message that is not there
      Given the server announces "RESP-CODES"
      And a session in the TRANSACTION state
      When the client sends "CAPA"
      And the client sends "LIST 99999999"
      And the client sends "RETR 99999999"
      Then what the server sent keeps this rule
