@client
Feature: RFC 2449 section 4: lengths (client)

  @2449-4-C1 @MUST
  Rule: No command is longer than 255 octets
    RFC 2449 section 4:
    > The maximum length of a command is increased from 47 characters (4
    > character command, single space, 40 character argument, CRLF) to 255
    > octets, including the terminating CRLF.

    Scenario Outline: A name of <octets> octets, where the server offers <ways>
      Given the client is told a name of <octets> octets
      And the server answers:
        """
        engine: only TOP UIDL RESP-CODES PIPELINING <ways>
        engine: mechanisms PLAIN
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

      @passive
      Examples:
        | octets | ways      |
        | 248    | USER      |
        | 249    | USER      |
        | 300    | USER      |
        | 215    | APOP      |
        | 216    | APOP      |
        | 249    | USER APOP |
        | 300    | SASL      |

    Scenario Outline: A password of <octets> octets, where the server offers <ways>
      Given the client is told a password of <octets> octets
      And the server answers:
        """
        engine: only TOP UIDL RESP-CODES PIPELINING <ways>
        engine: mechanisms PLAIN
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

      @passive
      Examples:
        | octets | ways      |
        | 248    | USER      |
        | 249    | USER      |
        | 300    | USER      |
        | 300    | SASL      |
        | 300    | USER SASL |

  @2449-4-C2 @MUST
  Rule: First lines of 512 octets are accepted
    RFC 2449 section 4:
    > The maximum length of the first line of a command response (including
    > the initial greeting) is unchanged at 512 octets (including the
    > terminating CRLF).

    Scenario: The greeting has 512 octets
      When the client fetches the mail
      And the client fetches the mail with "512 octets":
        """
        greeting
        first line: {line} {pad 512}
        """
      Then "512 octets" makes no difference

    Scenario: The greeting has 512 octets, and the last of them come later
      When the client fetches the mail
      And the client fetches the mail with "512 octets":
        """
        greeting
        first line: {line} {pad 512}
        cut after 500 octets
        cut after 511 octets
        """
      Then "512 octets" makes no difference

    Scenario Outline: The +OK of <keyword> has 512 octets
      When the client fetches the mail
      And the client fetches the mail with "512 octets":
        """
        C: <command>
        when the answer is +OK
        first line: {line} {pad 512}
        """
      Given the client has sent <keyword>
      Then "512 octets" makes no difference

      Examples:
        | keyword | command  |
        | CAPA    | CAPA     |
        | APOP    | APOP ... |
        | LIST    | LIST     |
        | UIDL    | UIDL     |
        | RETR    | RETR ... |
        | TOP     | TOP ...  |
        | QUIT    | QUIT     |

    Scenario Outline: The +OK of <keyword> has 512 octets, where the server offers no other way to log in
      Given the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      And the client fetches the mail with "512 octets":
        """
        C: <keyword> ...
        when the answer is +OK
        first line: {line} {pad 512}
        """
      Given the client has sent <keyword>
      Then "512 octets" makes no difference

      Examples:
        | keyword |
        | USER    |
        | PASS    |

    Scenario: The +OK of a SASL exchange has 512 octets
      When the client fetches the mail
      And the client fetches the mail with "512 octets":
        """
        C: ...
        when answering a challenge and the answer is +OK
        first line: {line} {pad 512}
        C: AUTH ...
        when the answer is +OK
        first line: {line} {pad 512}
        """
      Given the client has sent AUTH
      Then "512 octets" makes no difference

    Scenario Outline: The -ERR of <keyword> has 512 octets
      When the client fetches the mail with "few":
        """
        C: <command>
        S: -ERR not today
        """
      And the client fetches the mail with "512 octets":
        """
        C: <command>
        S: -ERR not today {pad 512}
        """
      Given the client has sent <keyword>
      Then "512 octets" makes no difference to "few"

      Examples:
        | keyword | command |
        | CAPA    | CAPA    |
        | AUTH    | AUTH ... |
        | UIDL    | UIDL ...     |
        | RETR    | RETR 1  |
