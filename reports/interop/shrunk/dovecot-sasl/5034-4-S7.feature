# shortened by pop3spec 0.1.0 from 5034-4-S7.recorded.pop3
# "+ PDIwNzgyMTcxODczMDIwNTQuMTc5NTcxNzMzOUB2bT4=" came where "-ERR" was recorded: 24 exchanges became 1, 7 conversations tried
# also broken in the whole recording (--fails ID chooses): 2449-5-S3
# proved: played twice more, it showed both times; without any single piece it does not show
@server
Feature: 5034-4-S7, reproduced

  @5034-4-S7 @MUST
  Rule: An initial response to a mechanism in which the server speaks first is rejected with -ERR
    RFC 5034 section 4:
    > If the client uses an initial-response argument to the AUTH command
    > with a SASL mechanism that does not support an initial client send, the
    > server MUST reject the AUTH command with an -ERR reply.

    @reproduction
    Scenario: shortened from 5034-4-S7.recorded.pop3
      Given the server announces the mechanism "CRAM-MD5"
      And a session in the AUTHORIZATION state
      When the client sends "AUTH CRAM-MD5 cG9wM3NwZWM="
      Then the answer is negative
