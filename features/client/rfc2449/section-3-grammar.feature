@client
Feature: RFC 2449 section 3: the grammar of commands (client)
  The grammar of commands is judged on every octet that the client sends in every scenario of a run. The scenarios here see
  to it that it has reason to send commands of every kind.

  @2449-3-C1 @MUST
  Rule: A command is a keyword and parameters, separated by single spaces
    RFC 2449 section 3, ABNF:
    > command      =  keyword *(SP param) CRLF    ;255 octets maximum
    > keyword      =  3*4VCHAR
    > param        =  1*VCHAR

    Claims: command, keyword, param.

    @passive
    Scenario: The commands of a plain session
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario Outline: The commands where the server has nothing but <commands>
      Given the server answers:
        """
        engine: only <commands>
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

      Examples:
        | commands           |
        | USER               |
        | USER TOP           |
        | USER UIDL          |
        | APOP               |
        | SASL RESP-CODES    |
        | USER PIPELINING    |

    @passive
    Scenario: The commands where the server knows no CAPA
      Given the server answers:
        """
        engine: without CAPA
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: The commands after refusals
      Given the server answers:
        """
        C: {k:/RETR|TOP|UIDL|LAST|DELE|RSET/} ...
        S: -ERR not today
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: The commands after a refused login
      Given the server answers:
        """
        C: {k:/PASS|APOP|AUTH/} ...
        S: -ERR not today
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: The commands for an empty maildrop
      Given the maildrop is empty
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: A password with spaces in it
      Given the client is told the password " open  sesame "
      And the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: The commands under TLS
      Given the client is told to use TLS
      When the client fetches the mail
      Then what the client sent keeps this rule
