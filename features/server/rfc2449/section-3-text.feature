@server
Feature: RFC 2449 section 3: response codes, text and timestamps (server)
  These rules are judged on every first line of every scenario of a run.

  @2449-3-S7 @MUST
  Rule: A timestamp in the greeting is a msg-id in angle brackets
    RFC 2449 section 3, ABNF:
    > timestamp    =  "<" *VCHAR ">"
    > ;MUST conform to RFC-822 msg-id

    Claims: timestamp.

    @passive
    Scenario: The timestamps of two greetings
      Given a session in the AUTHORIZATION state
      And another session in the AUTHORIZATION state
      Then what the server sent keeps this rule

  @2449-3-S8 @MUST
  Rule: A response code is levels in square brackets, none of them empty
    RFC 2449 section 3, ABNF:
    > rchar        =  %x21-2E / %x30-5C / %x5E-7F
    > ;printable ASCII, excluding "/" and "]"
    > resp-code    =  "[" resp-level *("/" resp-level) "]"
    > resp-level   =  1*rchar

    Claims: rchar, resp-code, resp-level.

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

    @passive
    Scenario: The codes of other answers
      Given a session in the TRANSACTION state
      When the client sends "NOOP"
      And the client sends "RETR 99999999"
      And the client sends "XXXX"
      Then what the server sent keeps this rule

  @2449-3-S9 @MUST
  Rule: The text of a response is printable ASCII
    RFC 2449 section 3, ABNF:
    > schar        =  %x21-5A / %x5C-7F
    > ;printable ASCII, excluding "["
    > single-line  =  status [SP text] CRLF       ;512 octets maximum
    > ...
    > text         =  *schar / resp-code *CHAR

    Readings R1, R2, R4, R5.
    Claims: schar, text.

    Scenario: Text before login
      Given a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the client sends "STAT"
      And the client sends "USER {unknown user}"
      And the client sends "QUIT"
      Then what the server sent keeps this rule

    Scenario: Text that may repeat what the client sent
      Given a session in the AUTHORIZATION state
      When the client sends "X\xC3\xA9\x01YZ"
      Then what the server sent keeps this rule

    Scenario: Text after login
      Given a session in the TRANSACTION state
      When the client sends "NOOP"
      And the client sends "LIST 99999999"
      And the client sends "XXXX"
      And the client sends "QUIT"
      Then what the server sent keeps this rule
