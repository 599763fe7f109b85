@client
Feature: RFC 2449 section 3: the grammar (client)

  @2449-3-C1 @MUST
  Rule: A command is a keyword and parameters, separated by single spaces
    RFC 2449 section 3, ABNF:
    > command      =  keyword *(SP param) CRLF    ;255 octets maximum

    Claims: keyword.

    @passive
    Scenario: The commands of a plain session
      When the client fetches the mail
      Then what the client sent keeps this rule
