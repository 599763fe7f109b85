@server
Feature: RFC 2449 section 5: CAPA changes nothing (server)

  @2449-5-S8 @MUST
  Rule: CAPA changes nothing
    RFC 2449 section 5:
    > The POP3 CAPA command returns a list of capabilities supported by the
    > POP3 server.
    RFC 2449 section 5:
    > Restrictions:
    > none

    Reading R13.

    Scenario Outline: Two lists in the <state> state agree
      Given the server has CAPA
      And a session in the <state> state
      When the client sends "CAPA"
      And the answer is kept as "the first list"
      And the client sends "CAPA"
      Then the capability list is the same as "the first list"

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario: The list of another session agrees
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the first session's list"
      Given another session in the AUTHORIZATION state
      When the client sends "CAPA"
      Then the capability list is the same as "the first session's list"

    Scenario: The maildrop is the same before and after
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "STAT"
      And the answer is kept as "STAT before CAPA"
      And the client sends "CAPA"
      And the client sends "STAT"
      Then the drop listing is the same as "STAT before CAPA"

    Scenario: A mark of deletion is the same before and after
      Given the server has CAPA
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client sends "DELE {message}"
      And the client sends "STAT"
      And the answer is kept as "STAT before CAPA"
      And the client sends "CAPA"
      And the client sends "STAT"
      Then the drop listing is the same as "STAT before CAPA"
      When the client sends "LIST {message}"
      Then the answer is negative

    Scenario: The session is not logged in by CAPA
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the client sends "STAT"
      Then the answer is negative

    Scenario: A login works after CAPA
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the client logs in
      Then the answer is positive

    Scenario: The session is not logged out by CAPA
      Given the server has CAPA
      And a session in the TRANSACTION state
      When the client sends "CAPA"
      And the client sends "NOOP"
      Then the answer is positive
