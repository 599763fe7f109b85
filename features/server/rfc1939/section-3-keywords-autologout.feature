@server
Feature: RFC 1939 section 3: the case of keywords, and the autologout timer (server)

  @1939-3-S3 @MUST
  Rule: Keywords are case-insensitive
    RFC 1939 section 3:
    > Commands in the POP3 consist of a case-insensitive keyword, possibly
    > followed by one or more arguments.

    Scenario Outline: <command> before login
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "CAPA"
      And the client sends "<command>"
      Then the capability list is still the same as "CAPA"

      Examples:
        | command |
        | capa    |
        | CaPa    |

    Scenario Outline: <command> after login
      Given a session in the TRANSACTION state
      When the client sends "<command>"
      Then the answer is positive
      And the session is in step

      Examples:
        | command |
        | noop    |
        | NoOp    |
        | stat    |
        | list    |
        | rSET    |

    Scenario: quit after login
      Given a session in the TRANSACTION state
      When the client sends "quit"
      Then the answer is positive
      And the server closes the connection

    Scenario: A login by uSeR and pAsS
      Given the server announces "USER" in the AUTHORIZATION state
      And the client can log in by USER
      And a session in the AUTHORIZATION state
      And the account may log in again
      When the client sends "uSeR {user}"
      And the client sends "pAsS {password}"
      Then the answer is positive

  @1939-3-S4 @MUST
  Rule: An autologout timer is of at least 10 minutes
    RFC 1939 section 3:
    > A POP3 server MAY have an inactivity autologout timer.  Such a timer
    > MUST be of at least 10 minutes' duration.

    Scenario: Silent sessions in both states are there after 10 minutes
      Given waiting for 600 seconds is allowed
      And a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client is silent for 599 seconds in both sessions
      Then both sessions are still there
