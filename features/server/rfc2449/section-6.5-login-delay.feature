@server
Feature: RFC 2449 section 6.5: the LOGIN-DELAY capability (server)

  @2449-6.5-S1 @MUST
  Rule: LOGIN-DELAY has a number of seconds, and USER after it only before login
    RFC 2449 section 6.5:
    > The LOGIN-DELAY capability includes an integer argument
    > which indicates the number of seconds after an "+OK" response to
    > a PASS, APOP, or AUTH command before another authentication will
    > be accepted.
    RFC 2449 section 6.5:
    > minimum seconds between logins; optionally followed by USER in
    > AUTHENTICATION state.

    Readings R9, R10.
    Claims: capability LOGIN-DELAY.

    Scenario Outline: The LOGIN-DELAY line in the <state> state
      Given the server announces "LOGIN-DELAY"
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @2449-6.5-S2 @MUST
  Rule: Before login the largest delay of any user is announced
    RFC 2449 section 6.5:
    > If the minimum login delay period could differ per user (that is,
    > the LOGIN-DELAY argument might change after authentication), the
    > server MUST announce in AUTHENTICATION state the largest value
    > which could be set for any user.

    Scenario: No account has a longer delay than is announced before login
      Given the server announces "LOGIN-DELAY" in the AUTHORIZATION state
      Then no account has a longer LOGIN-DELAY than is announced before login

  @2449-6.5-S3 @SHOULD
  Rule: Where the delay differs, USER is appended before login
    RFC 2449 section 6.5:
    > The server SHOULD append the token "USER" to the LOGIN-
    > DELAY parameter in AUTHENTICATION state, to inform the client
    > that a more accurate value is available after authentication.

    Scenario: The token USER, where the value of some account differs
      Given the server announces "LOGIN-DELAY" in the AUTHORIZATION state
      Then USER follows LOGIN-DELAY before login where the value of an account differs

  @2449-6.5-S4 @SHOULD
  Rule: After login the more accurate delay is announced
    RFC 2449 section 6.5:
    > The server SHOULD announce the more accurate value in TRANSACTION
    > state.

    Scenario: The value after login, where USER promised it
      Given the server announces "LOGIN-DELAY" in the AUTHORIZATION state
      Then LOGIN-DELAY is announced without USER after login where USER promised it before

  @2449-6.5-S5 @SHOULD
  Rule: A server that advertises LOGIN-DELAY enforces it
    RFC 2449 section 6.5:
    > Servers which advertise LOGIN-
    > DELAY SHOULD enforce it.
    RFC 2449 section 6.5:
    > Servers enforce LOGIN-DELAY by rejecting an authentication
    > command with or without the LOGIN-DELAY error response.

    Scenario: A login at once after another is rejected
      Given an account with a LOGIN-DELAY
      And that account has logged in and left
      And another session in the AUTHORIZATION state
      When that account logs in
      Then the answer is negative

    Scenario: A login after the delay is accepted
      Given an account with a LOGIN-DELAY
      And that account has logged in and left
      When its LOGIN-DELAY is over
      Given another session in the AUTHORIZATION state
      When that account logs in
      Then the login is accepted
