@server
Feature: RFC 2449 sections 6.8 and 6.9: the UIDL and IMPLEMENTATION capabilities (server)

  @2449-6.8-S1 @MUST
  Rule: UIDL has no argument, and the UIDL command is supported
    RFC 2449 section 6.8:
    > The UIDL capability indicates that the optional UIDL command is
    > supported.
    RFC 1939 section 7:
    > The unique-id of a message is an arbitrary server-determined
    > string, consisting of one to 70 characters in the range 0x21
    > to 0x7E, which uniquely identifies a message within a
    > maildrop and which persists across sessions.

    Claims: capability UIDL.

    Scenario: UIDL lists every message
      Given the server announces "UIDL"
      And a session in the TRANSACTION state
      When the client sends "STAT"
      And the answer is kept as "STAT"
      And the client sends "UIDL"
      Then there is a unique-id for each message of "STAT"
      And the session is in step

    Scenario: The unique-ids are unique
      Given the server announces "UIDL"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "UIDL"
      Then the unique-ids differ, or their messages are identical

    Scenario: UIDL with a message-number
      Given the server announces "UIDL"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "UIDL"
      And the answer is kept as "UIDL"
      And the client sends "UIDL {message}"
      Then the unique-id is the one in "UIDL"
      And the session is in step

    Scenario: UIDL of a message that is not there
      Given the server announces "UIDL"
      And a session in the TRANSACTION state
      When the client sends "UIDL 99999999"
      Then the answer is negative
      And the session is in step

    Scenario: The unique-ids persist across sessions
      Given the server announces "UIDL"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "UIDL"
      And the answer is kept as "UIDL in an earlier session"
      And the client leaves
      Given another session in the TRANSACTION state
      When the client sends "UIDL"
      Then the unique-ids are those of "UIDL in an earlier session"

    Scenario: The unique-ids persist although a session ends without QUIT
      Given the server announces "UIDL"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "UIDL"
      And the answer is kept as "UIDL in an earlier session"
      And the client drops the connection
      Given another session in the TRANSACTION state, once the maildrop is free
      When the client sends "UIDL"
      Then the unique-ids are those of "UIDL in an earlier session"

    Scenario: A message marked as deleted is not listed
      Given the server announces "UIDL"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "DELE {message}"
      And the client sends "UIDL {message}"
      Then the answer is negative
      When the session goes on after the failure
      And the client sends "UIDL"
      Then the message is not in the list

  @2449-6.9-S1 @MUST
  Rule: IMPLEMENTATION has tokens, and is announced in both states or after login only
    RFC 2449 section 6.9:
    > The argument to the IMPLEMENTATION capability consists of one or
    > more tokens which identify the server.
    RFC 2449 section 6.9:
    > Normally, servers announce IMPLEMENTATION in both states.
    > However, a server MAY chose to do so only in TRANSACTION state.
    RFC 2449 section 6.9:
    > A server MAY include the implementation identification both in
    > the welcome banner and in the IMPLEMENTATION capability.

    Claims: capability IMPLEMENTATION.

    Scenario: IMPLEMENTATION is not announced before login only
      Given the server announces "IMPLEMENTATION"
      And a session in the TRANSACTION state
      When the client sends "CAPA"
      Then "IMPLEMENTATION" is in the list, with at least one token

    Scenario: The tokens in the AUTHORIZATION state
      Given the server announces "IMPLEMENTATION" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      Then "IMPLEMENTATION" is in the list, with at least one token
