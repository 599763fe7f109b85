@server
Feature: RFC 1939 section 3: invalid commands and wrong states (server)

  @1939-3-S1 @MUST
  Rule: An unrecognised, unimplemented or invalid command gets a negative status
    RFC 1939 section 3:
    > A server MUST respond to an unrecognized, unimplemented, or
    > syntactically invalid command by responding with a negative status
    > indicator.

    Readings R12, R17.

    Scenario Outline: "<command>" before login
      Given a session in the AUTHORIZATION state
      When the client sends "<command>"
      Then the answer is negative
      And the session is in step

      Examples:
        | command |
        | XXXX    |
        | FOO     |
        | XXXXX   |
        |         |

    Scenario Outline: "<command>" after login
      Given a session in the TRANSACTION state
      When the client sends "<command>"
      Then the answer is negative
      And the session is in step

      Examples:
        | command     |
        | XXXX        |
        | FOO         |
        | XXXXX       |
        |             |
        | RETR        |
        | RETR x      |
        | RETR 0      |
        | RETR -1     |
        | LIST x      |
        | TOP 1       |

  @1939-3-S2 @MUST
  Rule: A command in the wrong state gets a negative status
    RFC 1939 section 3:
    > A server MUST respond to a command issued when the
    > session is in an incorrect state by responding with a negative status
    > indicator.

    Scenario Outline: <command> before login
      Given a session in the AUTHORIZATION state
      When the client sends "<command>"
      Then the answer is negative
      And the session is in step

      Examples:
        | command |
        | STAT    |
        | LIST    |
        | RETR 1  |
        | TOP 1 0 |
        | UIDL    |
        | NOOP    |
        | RSET    |

    Scenario: PASS before USER
      Given a session in the AUTHORIZATION state
      When the client sends "PASS {wrong password}"
      Then the answer is negative
      And the session is in step

    Scenario Outline: <command> after login
      Given a session in the TRANSACTION state
      When the client sends "<command>"
      Then the answer is negative
      And the session is in step

      Examples:
        | command               |
        | USER {user}           |
        | PASS {wrong password} |
        | AUTH PLAIN            |
