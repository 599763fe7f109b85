# shortened by pop3spec 0.1.0 from 2449-6.6-S1.recorded.pop3
# nothing came where "+OK 3 205764" was recorded: 10 exchanges became 3, 17 conversations tried
# proved: played twice more, it showed both times; without any single piece it does not show
@server
Feature: 2449-6.6-S1, reproduced

  @2449-6.6-S1 @MUST
  Rule: Several commands may be sent without waiting, and each is processed in turn
    RFC 2449 section 6.6:
    > The PIPELINING capability indicates the server is capable of accepting
    > multiple commands at a time; the client does not have to wait for the
    > response to a command before issuing a subsequent command. If a server
    > supports PIPELINING, it MUST process each command in turn.

    @reproduction
    Scenario: shortened from 2449-6.6-S1.recorded.pop3
      Given the server announces "PIPELINING"
      And the account may log in again
      And a session in the AUTHORIZATION state
      When the client sends in one write:
        """
        USER {user}
        PASS {password}
        STAT
        """
      Then the answers are, in turn:
        """
        positive
        positive
        positive
        """
