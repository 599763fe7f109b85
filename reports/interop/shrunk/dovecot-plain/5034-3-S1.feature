# shortened by pop3spec 0.1.0 from 5034-3-S1.recorded.pop3
# 5034-3-S1 is broken: 22 exchanges became 2, 20 conversations tried
# also broken in the whole recording (--fails ID chooses): 2449-5-S3
# proved: played twice more, it showed both times; without any single piece it does not show
@server
Feature: 5034-3-S1, reproduced

  @5034-3-S1 @MUST
  Rule: SASL stays announced after a successful AUTH
    RFC 5034 section 3:
    > However, as required by [RFC2449], implementations MUST continue to
    > include the SASL capability even after a successful AUTH command has
    > been completed (even though no further AUTH commands may be issued).

    @reproduction
    Scenario: shortened from 5034-3-S1.recorded.pop3
      Given the server has CAPA
      And the server announces the mechanism "PLAIN"
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN
      And the client sends "CAPA"
      Then SASL is still announced
