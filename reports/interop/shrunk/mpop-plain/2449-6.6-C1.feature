# replayed by pop3spec 0.1.0 from 2449-6.6-C1.pop3, as the server: the client breaks 2449-6.6-C1
@client
Feature: 2449-6.6-C1, reproduced

  @2449-6.6-C1 @MUST
  Rule: Where PIPELINING is not announced, the client waits for each answer
    RFC 2449 section 6.6:
    > The PIPELINING capability indicates the server is capable of accepting
    > multiple commands at a time; the client does not have to wait for the
    > response to a command before issuing a subsequent command.
    RFC 1939 section 3:
    > When the connection is established, the POP3 server sends a greeting.
    > The client and POP3 server then exchange commands and responses
    > (respectively) until the connection is closed or aborted.

    @reproduction
    Scenario: replayed from 2449-6.6-C1.pop3
      Given the server answers:
        """
        S: +OK
        C: CAPA
        S: +OK
        S: PIPELININGX
        S: UIDL
        S: .
        C: USER {user}
        S: +OK
        C: PASS {password...}
        S: +OK
        C: STAT
        S: +OK 3 336
        C: LIST
        S: +OK Scan listing follows
        S: 1 112
        S: 2 112
        S: 3 112
        S: .
        C: UIDL
        S: +OK Unique-id listing follows
        S: 1 64d0b27aceb6399b4ff803b4.1
        S: 2 ad2830947f805b257fca1534.2
        S: 3 f65a7e4bb09768e8cd3513b1.3
        S: .
        C: RETR 1
        S: +OK
        S: .
        C: RETR 2
        S: +OK
        S: .
        C: RETR 3
        S: +OK
        S: .
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then the client waits for each answer
