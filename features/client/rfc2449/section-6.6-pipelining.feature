@client
Feature: RFC 2449 section 6.6: PIPELINING (client)

  @2449-6.6-C1 @MUST
  Rule: Where PIPELINING is not announced, the client waits for each answer
    RFC 2449 section 6.6:
    > The PIPELINING capability indicates the server is capable of
    > accepting multiple commands at a time; the client does not have
    > to wait for the response to a command before issuing a subsequent
    > command.
    RFC 1939 section 3:
    > When the
    > connection is established, the POP3 server sends a
    > greeting.  The client and POP3 server then exchange commands and
    > responses (respectively) until the connection is closed or aborted.

    Reading R18.

    Scenario: Every answer is held back, the greeting included
      Given the server answers:
        """
        engine: without PIPELINING
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer
      And the mail is fetched

    Scenario: Every answer is held back, and CAPA is refused
      Given the server answers:
        """
        engine: without PIPELINING CAPA
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer

    Scenario: Every answer is held back, where the server has nothing but USER, PASS and the commands of RFC 1939
      Given the server answers:
        """
        engine: only USER
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer

    Scenario: Before login PIPELINING is not announced yet
      Given the server answers:
        """
        C: CAPA
        when before login
        no body line like "PIPELINING"
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer

    Scenario: Every answer is held back, and a tag is announced that only looks like PIPELINING
      Given the server answers:
        """
        engine: without PIPELINING
        C: CAPA
        before dot line: PIPELININGX
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer

    Scenario: Every answer is held back, and each is a refusal
      Given the server answers:
        """
        engine: without PIPELINING
        C: {k:/UIDL|TOP|RETR|DELE|LAST|RSET/} ...
        S: -ERR not today
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer

    Scenario: Every answer is held back, under TLS
      Given the client is told to use TLS
      And the server answers:
        """
        engine: without PIPELINING
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer
      And the mail is fetched

    Scenario Outline: The answer to <keyword> has begun, and its end is held back
      Given the server answers:
        """
        engine: without PIPELINING
        C: <command>
        S: {status} {text}
        wait up to 300ms for more
        no first line
        answer
        """
      When the client fetches the mail
      Given the client has sent <keyword>
      Then what the client sent keeps this rule
      And the mail is fetched

      @passive
      Examples:
        | keyword | command    |
        | CAPA    | CAPA       |
        | LIST    | LIST       |
        | UIDL    | UIDL       |
        | RETR    | RETR 1     |

  @2449-6.6-C2 @MUST
  Rule: A client that pipelines matches answers to commands in order
    RFC 2449 section 6.6:
    > If a client uses PIPELINING, it MUST keep track
    > of which commands it has outstanding, and match server responses
    > to commands in order.

    Scenario Outline: One message in the middle is refused with <answer>
      Given the client pipelines
      And the client retrieves messages
      And what the client keeps of its mail can be seen
      And the maildrop holds the message "one":
        """
        The first of three.
        """
      And the maildrop holds the message "two":
        """
        The second of three, which is refused.
        """
      And the maildrop holds the message "three":
        """
        The last of three.
        """
      And the server answers:
        """
        C: {k:/RETR|TOP/} 2 ...
        S: <answer>
        """
      When the client fetches the mail
      Then no message is deleted whose retrieval was refused
      Given the client has not given up before the message "three"
      Then the message "one" is kept as it was sent
      And the message "three" is kept as it was sent

      Examples:
        | answer                |
        | -ERR no such message  |
        | -ERR                  |
        | -ERR [SYS/TEMP] later |

    Scenario Outline: <keyword> is refused among commands that are accepted
      Given the client pipelines
      When the client fetches the mail
      And the client fetches the mail with "a refusal":
        """
        C: <command>
        S: -ERR not today
        """
      Given the client has sent <keyword>
      Then the mail is fetched

      Examples:
        | keyword | command |
        | UIDL    | UIDL    |

    Scenario Outline: Answers come in pieces: <cut>
      Given the client pipelines
      And the client retrieves messages
      And what the client keeps of its mail can be seen
      And the server answers:
        """
        C: ...
        <cut>
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "first" is kept as it was sent

      Examples:
        | cut                 |
        | cut every octet     |
        | cut every CRLF 2ms apart      |
        | cut every line 5ms apart      |
        | cut after 1 octets  |

    Scenario: Answers are merged as far as can be
      Given the client pipelines
      And the client retrieves messages
      And what the client keeps of its mail can be seen
      And the maildrop holds 30 messages
      And the server answers:
        """
        C: {k:/STAT|LIST|UIDL|RETR|TOP|DELE/} ...
        wait up to 50ms for more
        answer
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "number 1" is kept as it was sent
      And the message "number 2" is kept as it was sent
      And the message "number 30" is kept as it was sent

    Scenario: Every second message of many is refused
      Given the client pipelines
      And the client retrieves messages
      And what the client keeps of its mail can be seen
      And the maildrop holds 30 messages
      And the server answers:
        """
        C: {k:/RETR|TOP/} {n:/\d*[02468]/} ...
        S: -ERR not today
        """
      When the client fetches the mail
      Then no message is deleted whose retrieval was refused
      Given the client has not given up before the message "number 29"
      Then the message "number 1" is kept as it was sent
      And the message "number 15" is kept as it was sent
      And the message "number 29" is kept as it was sent

  @2449-6.6-C3 @MUST
  Rule: A client that pipelines does not come to a deadlock
    RFC 2449 section 6.6:
    > If either the client or server uses
    > blocking writes, it MUST not exceed the window size of the
    > underlying transport layer.

    Whoever never has more under way than the smallest window takes can't block, whatever its writes are.

    Scenario: A thousand messages, and no answer to the first
      Given the client pipelines
      And the client retrieves messages
      And the maildrop holds 1000 messages
      And the server holds the first message back until the client has had its chance
      When the client fetches the mail
      Then the client has no more commands under way than a small window takes
      And the mail is fetched
