@server
Feature: RFC 2449 section 6.6: the PIPELINING capability (server)

  @2449-6.6-S1 @MUST
  Rule: Several commands may be sent without waiting, and each is processed in turn
    RFC 2449 section 6.6:
    > The PIPELINING capability indicates the server is capable of
    > accepting multiple commands at a time; the client does not have
    > to wait for the response to a command before issuing a subsequent
    > command.  If a server supports PIPELINING, it MUST process each
    > command in turn.

    Claims: capability PIPELINING.

    Scenario: A whole session in one write
      Given the server announces "PIPELINING"
      And a session in the AUTHORIZATION state
      When the client sends a whole session in one write
      Then the answers to the whole session come in order
      And the server closes the connection

    Scenario: A whole session, each octet in a segment of its own
      Given the server announces "PIPELINING"
      And a session in the AUTHORIZATION state
      When the client sends a whole session one octet a segment
      Then the answers to the whole session come in order
      And the server closes the connection

    Scenario: A failing command in the middle
      Given the server announces "PIPELINING"
      And a session in the TRANSACTION state
      When the client sends in one write:
        """
        NOOP
        LIST 99999999
        STAT
        RETR 99999999
        LIST
        NOOP
        """
      Then the answers are, in turn:
        """
        positive
        negative
        positive
        negative
        positive
        positive
        """
      And the session is in step

    Scenario: Commands whose answers tell them apart come back in order
      Given the server announces "PIPELINING"
      And a session in the TRANSACTION state
      When the client sends in one write:
        """
        STAT
        CAPA
        LIST
        STAT
        """
      Then the answers are those of STAT, CAPA, LIST and STAT
      And the session is in step

    Scenario: Commands sent while a long message is still arriving
      Given the server announces "PIPELINING"
      And a message in the maildrop that is long
      And a session in the TRANSACTION state
      When the client sends RETR and, while the message arrives, STAT and NOOP
      Then the answers come in order, the message whole
      And the session is in step

    Scenario: A login that fails, with commands behind it
      Given the server announces "PIPELINING"
      And the server announces "USER" in the AUTHORIZATION state
      And a session in the AUTHORIZATION state
      When the client sends in one write:
        """
        USER {user}
        PASS {wrong password}
        STAT
        QUIT
        """
      Then the login failed and what stood behind it was refused, or the connection closed

    Scenario: AUTH with its response in the same write
      Given the server announces "PIPELINING"
      And the server announces the mechanism "PLAIN"
      And a session in the AUTHORIZATION state
      When the client sends AUTH PLAIN and its response in one write
      Then the login succeeds, or a failure that is advised against

    Scenario: A thousand NOOPs
      Given the server announces "PIPELINING"
      And a session in the TRANSACTION state
      When the client sends "NOOP" 1000 times in one write
      Then each answer is positive
      And the session is in step

    Scenario: QUIT last, and the connection closes with every answer delivered
      Given the server announces "PIPELINING"
      And a session in the TRANSACTION state
      When the client sends in one write:
        """
        NOOP
        LIST
        STAT
        QUIT
        """
      Then each answer is positive
      And the server closes the connection

    Scenario: QUIT behind a long message
      Given the server announces "PIPELINING"
      And a message in the maildrop that is long
      And a session in the TRANSACTION state
      When the client sends in one write:
        """
        RETR {message}
        QUIT
        """
      Then each answer is positive
      And the server closes the connection

  @2449-6.6-S2 @MUST
  Rule: The server does not deadlock on blocking writes
    RFC 2449 section 6.6:
    > If either the client or server uses
    > blocking writes, it MUST not exceed the window size of the
    > underlying transport layer.

    Scenario: Far more answers than both windows hold are left unread for a while
      Given the server announces "PIPELINING"
      And a message in the maildrop
      And a session in the TRANSACTION state
      When the client asks for more than both windows hold, and does not read
      And another session is served meanwhile
      And the client reads again
      Then every answer comes, in order and whole
      And the session is in step
