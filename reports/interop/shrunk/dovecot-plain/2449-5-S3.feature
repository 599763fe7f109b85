# shortened by pop3spec 0.1.0 from 2449-5-S3.recorded.pop3
# 2449-5-S3 is broken: 23 exchanges became 4, 32 conversations tried
# proved: played twice more, it showed both times; without any single piece it does not show
@server
Feature: 2449-5-S3, reproduced

  @2449-5-S3 @MUST
  Rule: What is announced in AUTHORIZATION is announced in both states
    RFC 2449 section 5:
    > Capabilities available in the AUTHORIZATION state MUST be announced in
    > both states.

    @reproduction
    Scenario: shortened from 2449-5-S3.recorded.pop3
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the list before login"
      And the client logs in by USER
      And the client sends "CAPA"
      Then each capability of "the list before login" is announced after login
