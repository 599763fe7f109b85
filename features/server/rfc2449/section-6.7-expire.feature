@server
Feature: RFC 2449 section 6.7: the EXPIRE capability (server)

  @2449-6.7-S1 @MUST
  Rule: EXPIRE has a number of days or NEVER, and USER after it only before login
    RFC 2449 section 6.7:
    > server-guaranteed minimum retention days, or NEVER; optionally
    > followed by USER in AUTHENTICATION state

    Readings R9, R10.
    Claims: capability EXPIRE.

    Scenario Outline: The EXPIRE line in the <state> state
      Given the server announces "EXPIRE"
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @2449-6.7-S2 @MUST
  Rule: Before login the smallest retention of any user is announced
    RFC 2449 section 6.7:
    > If the expiration policy differs per user (that is, the EXPIRE
    > argument might change after authentication), the server MUST
    > announce in AUTHENTICATION state the smallest value which could
    > be set for any user.

    Scenario: No account has a shorter retention than is announced before login
      Given the server announces "EXPIRE" in the AUTHORIZATION state
      Then no account has a smaller EXPIRE than is announced before login

  @2449-6.7-S3 @SHOULD
  Rule: Where the retention differs, USER is appended before login
    RFC 2449 section 6.7:
    > The server SHOULD append the token "USER" to the EXPIRE parameter
    > in AUTHENTICATION state, to inform the client that a more
    > accurate value is available after authentication.

    Scenario: The token USER, where the value of some account differs
      Given the server announces "EXPIRE" in the AUTHORIZATION state
      Then USER follows EXPIRE before login where the value of an account differs

  @2449-6.7-S4 @SHOULD
  Rule: After login the more accurate retention is announced
    RFC 2449 section 6.7:
    > The server
    > SHOULD announce the more accurate value in TRANSACTION state.

    Scenario: The value after login, where USER promised it
      Given the server announces "EXPIRE" in the AUTHORIZATION state
      Then EXPIRE is announced without USER after login where USER promised it before

  @2449-6.7-S5 @MUST
  Rule: Mail that may be left on the server is there in the next session
    RFC 2449 section 6.7:
    > EXPIRE NEVER asserts that the server does not delete messages.
    RFC 2449 section 6.7:
    > The EXPIRE capability, with a parameter other than 0 or NEVER, is
    > intended to let the client know that the server does permit mail
    > to be left on the server, and to present a value which is the
    > smallest which might be in force.

    Scenario: A message retrieved and not deleted is there in the next session
      Given the server announces "EXPIRE"
      And the EXPIRE of the account lets mail be left on the server
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client notes the unique-id of the message
      And the client sends "RETR {message}"
      And the client leaves
      Given another session in the TRANSACTION state
      Then a message with the unique-id that was noted is there

    Scenario: A message looked at with TOP is there in the next session
      Given the server announces "EXPIRE"
      And the server announces "TOP"
      And the EXPIRE of the account lets mail be left on the server
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client notes the unique-id of the message
      And the client sends "TOP {message} 1"
      And the client leaves
      Given another session in the TRANSACTION state
      Then a message with the unique-id that was noted is there
