@server
Feature: RFC 1939 section 7: the timestamp for APOP (server)

  @1939-7-S1 @MUST
  Rule: The timestamp is different in each greeting
    RFC 1939 section 7:
    > A POP3 server which implements the APOP command will
    > include a timestamp in its banner greeting.  The syntax of
    > the timestamp corresponds to the `msg-id' in [RFC822], and
    > MUST be different each time the POP3 server issues a banner
    > greeting.

    Scenario: Two greetings one after the other
      Given the greeting has a timestamp
      And a session in the AUTHORIZATION state
      And another session in the AUTHORIZATION state
      Then no timestamp of this run came twice

    Scenario: Many greetings at the same time
      Given the greeting has a timestamp
      When 8 sessions are opened at the same time
      Then no timestamp of this run came twice
