@client
Feature: RFC 2449 section 3: greetings (client)

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
