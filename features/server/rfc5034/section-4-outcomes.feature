@server
Feature: RFC 5034 section 4: before and after AUTH (server)

  @5034-4-S6 @MUST
  Rule: AUTH is for the AUTHORIZATION state, and rejected with -ERR after a success
    RFC 5034 section 4:
    > After an AUTH command has been successfully completed, no more
    > AUTH commands may be issued in the same session.  After a
    > successful AUTH command completes, a server MUST reject any
    > further AUTH commands with an -ERR reply.
    > ...
    > The AUTH command may only be given during the AUTHORIZATION
    > state.

    Scenario: AUTH after a login by AUTH
      Given the server announces a mechanism that the suite speaks
      And a session that has logged in by that mechanism
      When the client sends AUTH with that mechanism
      Then the answer is negative
      And the session is in step

    Scenario: AUTH with an initial response after a login by AUTH
      Given the server announces the mechanism "PLAIN"
      And a session that has logged in by PLAIN
      When the client sends "AUTH PLAIN {plain}"
      Then the answer is negative
      And the session is in step

    Scenario: AUTH in the TRANSACTION state, however it was reached
      Given the server announces a mechanism that the suite speaks
      And a session in the TRANSACTION state
      When the client sends AUTH with that mechanism
      Then the answer is negative
      And the session is in step

  @5034-4-S8 @MUST
  Rule: After a failed AUTH the server behaves as if it had not been issued
    RFC 5034 section 4:
    > If the server is unable to authenticate the client, it MUST
    > reject the AUTH command with an -ERR reply.
    > ...
    > If an AUTH command fails, the client may try another
    > authentication mechanism or present different credentials by
    > issuing another AUTH command (or by using one of the other POP3
    > authentication mechanisms).  Likewise, the server MUST behave
    > as if the client had not issued the AUTH command.

    Reading R12.

    Scenario: Wrong credentials are rejected with -ERR
      Given the server announces a mechanism that the suite speaks
      And a session in the AUTHORIZATION state
      When the client logs in by that mechanism with a wrong password
      Then the answer is negative
      And the session is in step

    Scenario Outline: Another AUTH logs in after one that fails for <failure>
      Given the server announces a mechanism that the suite speaks
      And the client can log in by that mechanism
      And a session in the AUTHORIZATION state
      When an AUTH fails for <failure>
      And the session goes on after the failure
      And the client logs in by that mechanism
      Then the answer is positive

      Examples:
        | failure                       |
        | a wrong password              |
        | an unsupported mechanism      |
        | a response that is not base64 |

    Scenario: USER and PASS log in after a failed AUTH
      Given the server announces a mechanism that the suite speaks
      And the server announces "USER" in the AUTHORIZATION state
      And the client can log in by USER
      And a session in the AUTHORIZATION state
      When an AUTH fails for a wrong password
      And the session goes on after the failure
      And the client logs in by USER
      Then the answer is positive

    Scenario: The capability list is the same after a failed AUTH
      Given the server has CAPA
      And the server announces a mechanism that the suite speaks
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the list before AUTH"
      And an AUTH fails for a wrong password
      And the session goes on after the failure
      And the client sends "CAPA"
      Then the capability list is still the same as "the list before AUTH"

    Scenario: The session is still in the AUTHORIZATION state
      Given the server announces a mechanism that the suite speaks
      And a session in the AUTHORIZATION state
      When an AUTH fails for a wrong password
      And the session goes on after the failure
      And the client sends "STAT"
      Then the answer is negative

  @5034-4-S10 @SHOULD
  Rule: By default no plaintext mechanism is announced or permitted without TLS
    RFC 5034 section 4:
    > A server implementation MUST implement a configuration in which
    > it does NOT advertise or permit any plaintext password
    > mechanisms, unless the STLS command has been used to negotiate
    > a TLS session (see [RFC2595]).  As described by RFC 4616, this
    > configuration SHOULD be the default configuration.
    It is a matter of configuration, and a server may count a connection from its own host as secure: a breach is advice.

    Scenario: None is announced in the clear
      Given the server announces a mechanism
      And a session in the clear
      When the client sends "CAPA"
      Then no plaintext mechanism is announced, or it is advised against

    Scenario: AUTH PLAIN is refused in the clear
      Given the server announces a mechanism
      And a session in the clear
      When the client sends "AUTH PLAIN"
      Then the answer is negative, or another that is advised against
