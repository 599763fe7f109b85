@server
Feature: RFC 2449 sections 6.1 and 6.2: the TOP and USER capabilities (server)

  @2449-6.1-S1 @MUST
  Rule: TOP has no argument, and the TOP command is available
    RFC 2449 section 6.1:
    > The TOP capability indicates the optional TOP command is
    > available.
    RFC 1939 section 7:
    > After the initial +OK, the
    > POP3 server sends the headers of the message, the blank
    > line separating the headers from the body, and then the
    > number of lines of the indicated message's body, being
    > careful to byte-stuff the termination character (as with
    > all multi-line responses).

    Claims: capability TOP.

    Scenario: TOP with 0 lines is the header and the blank line
      Given the server announces "TOP"
      And a message in the maildrop that has a body
      And a session in the TRANSACTION state
      When the client sends "TOP {message} 0"
      Then the header of the message and 0 lines of its body come
      And the session is in step

    Scenario: TOP with 1 line
      Given the server announces "TOP"
      And a message in the maildrop that has a body
      And a session in the TRANSACTION state
      When the client sends "TOP {message} 1"
      Then the header of the message and 1 lines of its body come
      And the session is in step

    Scenario: TOP with more lines than there are is the whole message
      Given the server announces "TOP"
      And a message in the maildrop that has a body
      And a session in the TRANSACTION state
      When the client sends "TOP {message} 1000000"
      Then the whole message comes, or a refusal that is legal
      And the session is in step

    Scenario Outline: <command> is refused
      Given the server announces "TOP"
      And a session in the TRANSACTION state
      When the client sends "<command>"
      Then the answer is negative
      And the session is in step

      Examples:
        | command        |
        | TOP 0 0        |
        | TOP 99999999 0 |

    Scenario: TOP of a message marked as deleted is refused
      Given the server announces "TOP"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "DELE {message}"
      And the client sends "TOP {message} 0"
      Then the answer is negative

  @2449-6.2-S1 @MUST
  Rule: USER has no argument, and USER and PASS are supported
    RFC 2449 section 6.2:
    > The USER capability indicates that the USER and PASS commands
    > are supported, although they may not be available to all users.

    Claims: capability USER.

    Scenario: A login by USER and PASS
      Given the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client logs in by USER
      Then the login succeeds, or is refused as no unknown command is

    Scenario: The second account logs in by USER and PASS
      Given the server announces "USER" in the AUTHORIZATION state
      And a second account
      And a session in the AUTHORIZATION state
      When the second account logs in by USER
      Then the login succeeds, or is refused as no unknown command is

    Scenario: USER and PASS again after a failure
      Given the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client logs in by USER with a wrong password
      And the session goes on after the failure
      And the client logs in by USER
      Then the login succeeds, or is refused as no unknown command is
