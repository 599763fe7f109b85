@server
Feature: RFC 6856 section 2: the UTF8 capability (server)

  @6856-2-S1 @MUST
  Rule: UTF8 is announced with USER or nothing behind it; the command takes no parameter and is valid before login
    RFC 6856 section 2:
    > CAPA tag:
    > UTF8
    > Arguments with CAPA tag:
    > USER
    RFC 6856 section 2:
    > Announced states / possible differences:
    > both / no
    > Commands valid in states:
    > AUTHORIZATION
    RFC 6856 section 2.1:
    > The "UTF8" command has no
    > parameters.
    > ...
    > The server MAY respond to the "UTF8" command with an
    > -ERR response.
    RFC 1939 section 3:
    > A server MUST respond to an unrecognized, unimplemented, or
    > syntactically invalid command by responding with a negative status
    > indicator.

    Claims: capability UTF8.

    Scenario: UTF8 before login
      Given the server announces "UTF8"
      And a session in the AUTHORIZATION state
      When the client sends "UTF8"
      Then the answer is positive or negative
      And the session is in step

    Scenario: A login in UTF-8 mode
      Given the server announces "UTF8"
      And a session in the AUTHORIZATION state
      And the session is in UTF-8 mode
      When the client logs in
      Then the answer is positive
      And the session is in step

    Scenario: UTF8 with a parameter
      Given the server announces "UTF8"
      And a session in the AUTHORIZATION state
      When the client sends "UTF8 X"
      Then the answer is negative
      And the session is in step

    Scenario: UTF8 after login
      Given the server announces "UTF8"
      And a session in the TRANSACTION state
      When the client sends "UTF8"
      Then the answer is negative
      And the session is in step

    Scenario Outline: The UTF8 line in the <state> state
      Given the server announces "UTF8"
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

  @6856-2-S2 @MUST
  Rule: Without UTF-8 mode nothing but ASCII is sent as it is
    RFC 6856 section 2.1:
    > When UTF-8 mode has not been enabled,
    > character strings outside the ASCII repertoire MUST NOT be sent to
    > the client as is.  If a client requests a UTF-8 message when UTF-8
    > mode is not enabled, the server MUST either send the client a
    > surrogate message that complies with unextended POP and Internet Mail
    > Format without UTF-8 mode support, or fail the request with an -ERR
    > response.
    RFC 6856 section 5:
    > The "UTF8" response code indicates that a failure is due to a
    > request for message content that contains a UTF-8 string when the
    > client is not in UTF-8 mode.
    Bodies in 8 bits were sent before there was a UTF-8 mode; that these are meant too is a matter of reading, and advice.

    Claims: response code UTF8.

    Scenario: RETR without UTF-8 mode
      Given the server announces "UTF8"
      And a message in the maildrop that is not ASCII
      And a session in the TRANSACTION state
      When the client sends "RETR {message}"
      Then nothing but ASCII comes, or a refusal

    Scenario Outline: TOP with <lines> lines of the body without UTF-8 mode
      Given the server announces "UTF8"
      And the server announces "TOP"
      And a message in the maildrop that is not ASCII
      And a session in the TRANSACTION state
      When the client sends "TOP {message} <lines>"
      Then nothing but ASCII comes, or a refusal

      Examples:
        | lines |
        |     0 |
        |   100 |

    Scenario: RETR in UTF-8 mode
      Given the server announces "UTF8"
      And a message in the maildrop that is not ASCII
      And a session in the AUTHORIZATION state
      And the session is in UTF-8 mode
      When the client logs in
      And the client sends "RETR {message}"
      Then the message comes, and is not refused for want of UTF-8 mode

    Scenario: TOP in UTF-8 mode
      Given the server announces "UTF8"
      And the server announces "TOP"
      And a message in the maildrop that is not ASCII
      And a session in the AUTHORIZATION state
      And the session is in UTF-8 mode
      When the client logs in
      And the client sends "TOP {message} 0"
      Then the message comes, and is not refused for want of UTF-8 mode

  @6856-2-S3 @MUST
  Rule: With UTF8 USER, a name or password that is not well-formed UTF-8 is rejected
    RFC 6856 section 2.2:
    > If the USER argument is included with this capability, it indicates
    > that the server accepts UTF-8 usernames and passwords.
    RFC 6856 section 2.2:
    > The server MUST reject UTF-8 usernames or passwords that fail to
    > comply with the formal syntax in UTF-8 [RFC3629].
    A right name and a right password are spoiled in one place: a server that leaves out or mends what it can't decode accepts them.

    Reading R12.

    Scenario Outline: A login with <spoiled> in the <credential>
      Given the server takes names and passwords in UTF-8
      And a session in the AUTHORIZATION state
      When the client logs in with <spoiled> in the <credential>
      Then the login is refused
      And the right name and password are accepted

      Examples:
        | spoiled          | credential |
        | a stray octet    | name       |
        | an overlong form | name       |
        | a stray octet    | password   |
        | an overlong form | password   |
