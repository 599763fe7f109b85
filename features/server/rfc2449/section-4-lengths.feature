@server
Feature: RFC 2449 section 4: parameter and response lengths (server)

  @2449-4-S1 @MUST
  Rule: A server with CAPA supports commands of up to 255 octets
    RFC 2449 section 4:
    > Servers which support the CAPA command MUST support commands up to
    > 255 octets.
    RFC 2449 section 4:
    > The maximum length of a command is increased from 47 characters (4
    > character command, single space, 40 character argument, CRLF) to 255
    > octets, including the terminating CRLF.

    Reading R8.

    Scenario: USER with 255 octets has the outcome of a short unknown name
      Given the server has CAPA
      And the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client sends "USER {unknown user}"
      And the answer is kept as "a short USER"
      Given another session in the AUTHORIZATION state
      When the client sends "USER {fill}" of 255 octets
      Then the answer has the same outcome as "a short USER"
      And the session is in step after USER

    Scenario: USER with 255 octets, each in a segment of its own
      Given the server has CAPA
      And the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client sends "USER {unknown user}"
      And the answer is kept as "a short USER"
      Given another session in the AUTHORIZATION state
      When the client sends "USER {fill}" of 255 octets one octet a segment
      Then the answer has the same outcome as "a short USER"
      And the session is in step after USER

    Scenario: PASS with 255 octets has the outcome of a short wrong password
      Given the server has CAPA
      And the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client sends "USER {user}"
      And the client sends "PASS {wrong password}"
      And the answer is kept as "a short PASS"
      Given another session in the AUTHORIZATION state
      When the client sends "USER {user}"
      And the client sends "PASS {fill}" of 255 octets
      Then the answer has the same outcome as "a short PASS"
      And the session is in step

    Scenario: AUTH PLAIN with 253 octets, the most that base64 leaves, has the outcome of a short one
      Given the server has CAPA
      And the server announces the mechanism "PLAIN"
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN with a wrong password
      And the answer is kept as "a short AUTH"
      Given another session in the AUTHORIZATION state
      When the client sends AUTH PLAIN of 253 octets with a wrong password
      Then the answer has the same outcome as "a short AUTH"
      And the session is in step

    Scenario: A command of 255 octets after login
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "XXXX {fill}" of 255 octets
      Then the answer is negative
      And the session is in step

    Scenario: A command of 255 octets after login, each in a segment of its own
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "XXXX {fill}" of 255 octets one octet a segment
      Then the answer is negative
      And the session is in step

  @2449-4-S2 @MUST
  Rule: The largest maximum command length of any announced capability is supported
    RFC 2449 section 4:
    > Servers MUST also support the largest maximum command
    > length specified by any supported capability.
    No registered capability raises the maximum: RFC 5034 section 4 keeps AUTH within 255 octets, and only its responses,
    which are no commands, may be longer (5034-4-S9).

    Scenario: A command as long as an announced capability allows
      Given a capability that raises the maximum command length

  @2449-4-S3 @MUST
  Rule: The first line of a response has at most 512 octets
    RFC 2449 section 4:
    > The maximum length of the first line of a command response (including
    > the initial greeting) is unchanged at 512 octets (including the
    > terminating CRLF).

    Scenario: The greeting
      Given a session in the AUTHORIZATION state
      Then what the server sent keeps this rule

    Scenario Outline: The answer to <command> of 255 octets, which the server may repeat
      Given a session in the AUTHORIZATION state
      When the client sends "<command> {fill}" of 255 octets
      Then what the server sent keeps this rule

      Examples:
        | command |
        | XXXX    |
        | USER    |

    Scenario Outline: The answer to <command> of 255 octets after login
      Given a session in the TRANSACTION state
      When the client sends "<command> {fill}" of 255 octets
      Then what the server sent keeps this rule

      Examples:
        | command |
        | XXXX    |
        | LIST    |
