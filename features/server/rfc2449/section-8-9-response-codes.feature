@server
Feature: RFC 2449 sections 8 and 9: extended response codes, and what is registered (server)
  The rules on response codes are judged on every first line of every scenario of a run. The scenarios provoke codes.

  @2449-8-S1 @MUST
  Rule: A server that sends response codes announces RESP-CODES
    RFC 2449 section 8:
    > If a server supports extended response codes, it indicates this by
    > including the RESP-CODES capability in the CAPA response.

    Reading R7.

    @passive
    Scenario: The code of a failed login
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client logs in with a wrong password
      Then what the server sent keeps this rule

    @passive
    Scenario: The code of a login while the maildrop is in use
      Given the server has CAPA
      And a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client logs in
      Then what the server sent keeps this rule

  @2449-8-S2 @MUST
  Rule: A response code stands at the very beginning of the text
    RFC 2449 section 8:
    > This specification amends the POP3 standard to permit an optional
    > response code, enclosed in square brackets, at the beginning of the
    > human readable text portion of an "+OK" or "-ERR" response.

    @passive
    Scenario: The code of a failed login
      Given a session in the AUTHORIZATION state
      When the client logs in with a wrong password
      Then what the server sent keeps this rule

    @passive
    Scenario: The code of a login while the maildrop is in use
      Given a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client logs in
      Then what the server sent keeps this rule

  @2449-8.1.1-S1 @MUST
  Rule: LOGIN-DELAY comes only with -ERR to a command that logs in
    RFC 2449 section 8.1.1:
    > This occurs on an -ERR response to an AUTH, USER (see note), PASS or
    > APOP command and indicates that the user has logged in recently and
    > will not be allowed to login again until the login delay period has
    > expired.

    Claims: response code LOGIN-DELAY.

    @passive
    Scenario: The code of a login too soon after another
      Given an account with a LOGIN-DELAY
      And that account has logged in and left
      And another session in the AUTHORIZATION state
      When that account logs in
      Then what the server sent keeps this rule

  @2449-8.1.1-S2 @SHOULD
  Rule: LOGIN-DELAY is not the answer to USER
    RFC 2449 section 8.1.1:
    > Unless the server is operating in an
    > environment where user names are not secret (for example, many
    > popular email clients advertise the POP server and user name in an
    > outgoing mail header), or where server access is restricted, or the
    > server can verify that the connection is to the same user, it is
    > strongly recommended that the server not issue this response code to
    > the USER command.

    Scenario: USER at once after a session
      Given an account with a LOGIN-DELAY
      And the server announces "USER" in the AUTHORIZATION state
      And that account has logged in and left
      And another session in the AUTHORIZATION state
      When the client sends USER with the name of that account
      Then the answer has no code "LOGIN-DELAY"

  @2449-8.1.2-S1 @MUST
  Rule: IN-USE comes only with -ERR to AUTH, APOP or PASS, and only after right credentials
    RFC 2449 section 8.1.2:
    > This occurs on an -ERR response to an AUTH, APOP, or PASS command.
    > It indicates the authentication was successful, but the user's
    > maildrop is currently in use (probably by another POP3 client).

    Claims: response code IN-USE.

    Scenario: A second session with the right password
      Given a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client logs in
      Then the login succeeds, or is refused for the lock

    Scenario: A second session with a wrong password
      Given a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client logs in with a wrong password
      Then the answer is negative
      And the answer has no code "IN-USE"

    Scenario: The maildrop is free again after the session that held it
      Given a session in the TRANSACTION state
      When the client leaves
      Given another session in the AUTHORIZATION state
      When the client logs in
      Then the answer has no code "IN-USE"

  @2449-9-S1 @MUST
  Rule: Capability tags and response codes are registered with IANA, or private
    RFC 2449 section 9:
    > New POP3 capabilities MUST be defined in a standards track or IESG
    > approved experimental RFC, and MUST NOT begin with the letter "X".
    RFC 2449 section 9:
    > New POP3 response codes MUST be defined in an RFC or other permanent
    > and readily available reference, in sufficient detail so that
    > interoperability between independent implementations is possible.
    The rule binds specifications, so a breach is advice.

    Scenario Outline: The tags in the <state> state
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    @passive
    Scenario: The code of a failed login
      Given a session in the AUTHORIZATION state
      When the client logs in with a wrong password
      Then what the server sent keeps this rule
