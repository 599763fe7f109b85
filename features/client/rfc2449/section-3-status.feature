@client
Feature: RFC 2449 section 3: answers without text (client)

  @2449-3-C3 @MUST
  Rule: A status alone is an answer, wherever no text is prescribed
    RFC 2449 section 3, ABNF:
    > single-line  =  status [SP text] CRLF       ;512 octets maximum

    Scenario: Every +OK stands alone but those of STAT, LIST and UIDL with an argument
      Given the server answers:
        """
        C: {k:/STAT|LANG/} ...
        answer
        C: {k:/LIST|UIDL/} {n}
        answer
        C: ...
        when the answer is +OK
        first line: +OK
        C: ...
        when answering a challenge and the answer is +OK
        first line: +OK
        """
      When the client fetches the mail
      Then the mail is fetched

    Scenario Outline: +OK stands alone in answer to <keyword>
      When the client fetches the mail
      And the client fetches the mail with "+OK alone":
        """
        C: <command>
        when the answer is +OK
        first line: +OK
        """
      Given the client has sent <keyword>
      Then "+OK alone" makes no difference

      Examples:
        | keyword | command  |
        | CAPA    | CAPA     |
        | APOP    | APOP ... |
        | UIDL    | UIDL     |
        | LIST    | LIST     |
        | RETR    | RETR ... |
        | TOP     | TOP ...  |
        | DELE    | DELE ... |
        | NOOP    | NOOP     |
        | QUIT    | QUIT     |

    Scenario Outline: +OK stands alone in answer to <keyword>, where the server offers no other way to log in
      Given the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      And the client fetches the mail with "+OK alone":
        """
        C: <keyword> ...
        when the answer is +OK
        first line: +OK
        """
      Given the client has sent <keyword>
      Then "+OK alone" makes no difference

      Examples:
        | keyword |
        | USER    |
        | PASS    |

    Scenario: +OK stands alone at the end of a SASL exchange
      When the client fetches the mail
      And the client fetches the mail with "+OK alone":
        """
        C: ...
        when answering a challenge and the answer is +OK
        first line: +OK
        C: AUTH ...
        when the answer is +OK
        first line: +OK
        """
      Given the client has sent AUTH
      Then "+OK alone" makes no difference

    Scenario: +OK and a space, without any text, is the same
      When the client fetches the mail
      And the client fetches the mail with "+OK and a space":
        """
        C: {k:/STAT|LANG/} ...
        answer
        C: {k:/LIST|UIDL/} {n}
        answer
        C: ...
        when the answer is +OK
        first line: +OK\x20
        """
      Then "+OK and a space" makes no difference

    Scenario Outline: -ERR stands alone in answer to <keyword>
      When the client fetches the mail with "-ERR and words":
        """
        C: <command>
        S: -ERR not today
        """
      And the client fetches the mail with "-ERR alone":
        """
        C: <command>
        S: -ERR
        """
      Given the client has sent <keyword>
      Then "-ERR alone" makes no difference to "-ERR and words"

      Examples:
        | keyword | command          |
        | CAPA    | CAPA             |
        | AUTH    | AUTH ...         |
        | UIDL    | UIDL ...         |
        | RETR    | RETR 1           |
        | TOP     | TOP 1 ...        |
        | QUIT    | QUIT             |

    Scenario: -ERR stands alone in answer to PASS
      Given the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail with "-ERR and words":
        """
        C: PASS ...
        S: -ERR not today
        """
      And the client fetches the mail with "-ERR alone":
        """
        C: PASS ...
        S: -ERR
        """
      Given the client has sent PASS
      Then "-ERR alone" makes no difference to "-ERR and words"
