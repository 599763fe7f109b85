@client
Feature: RFC 2449 section 3: the grammar of commands and greetings (client)
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

  @2449-3-C2 @MUST
  Rule: Every legal greeting is accepted
    RFC 2449 section 3, ABNF:
    > greeting     =  "+OK" [resp-code] *gchar [timestamp] *gchar CRLF
    >                     ;512 octets maximum
    RFC 1939 section 4:
    > Once the TCP connection has been opened by a POP3 client, the POP3
    > server issues a one line greeting.  This can be any positive
    > response.

    Readings R1, R3.

    Scenario Outline: The greeting is +OK with <what>
      Given the server answers:
        """
        greeting
        when the answer is like "+OK POP3 server ready {timestamp}"
        S: <greeting>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | what                                | greeting                            |
        | its timestamp alone                 | +OK {timestamp}                     |
        | text behind its timestamp           | +OK {timestamp} is the timestamp    |
        | a response code                     | +OK [X-NOTE] ready {timestamp}      |
        | a response code of three levels     | +OK [X-NOTE/A/B] ready {timestamp}  |
        | a response code and no space at all | +OK[X-NOTE]ready {timestamp}        |
        | a response code of a refusal        | +OK [IN-USE] ready {timestamp}      |
        | the words of a refusal              | +OK -ERR is what I never say {timestamp} |
        | a dot as its last word              | +OK {timestamp} .                   |
        | doubled spaces                      | +OK  POP3  ready {timestamp}        |
        | a space at its end                  | +OK {timestamp}\x20                 |
        | 512 octets, the timestamp last      | +OK {pad 512} {timestamp}           |
        | 512 octets, the timestamp first     | +OK {timestamp} {pad 512}           |

    Scenario Outline: The greeting has no timestamp: <what>
      Given the client can log in without a timestamp
      And the server answers:
        """
        engine: without APOP
        greeting
        S: <greeting>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | what            | greeting   |
        | +OK alone       | +OK        |
        | +OK and a space | +OK\x20    |
        | text            | +OK ready  |
        | a response code | +OK [X-NOTE] |

    Scenario: The greeting comes one octet at a time
      Given the server answers:
        """
        greeting
        cut every octet
        """
      When the client fetches the mail
      Then the mail is fetched

    Scenario: The greeting is +OK with text and no space between them
      Given the server answers:
        """
        greeting
        when the answer is like "+OK POP3 server ready {timestamp}"
        S: +OKready {timestamp}
        """
      When the client fetches the mail
      Then the mail is fetched, or it is advised by reading R3
