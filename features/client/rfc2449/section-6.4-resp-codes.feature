@client
Feature: RFC 2449 section 6.4: RESP-CODES (client)

  @2449-6.4-C1 @MUST
  Rule: Response codes do no harm, wherever they may stand
    RFC 2449 section 6.4:
    > The RESP-CODES capability indicates that any response text issued
    > by this server which begins with an open square bracket ("[") is
    > an extended response code (see section 8).
    RFC 2449 section 3, ABNF:
    > text         =  *schar / resp-code *CHAR

    Reading R5.

    Scenario Outline: The +OK of <keyword> has a response code
      When the client fetches the mail
      And the client fetches the mail with "[X-NOTE]":
        """
        C: <command>
        when the answer is +OK
        first line: +OK [X-NOTE] {text}
        """
      Given the client has sent <keyword>
      Then "[X-NOTE]" makes no difference

      Examples:
        | keyword | command  |
        | CAPA    | CAPA     |
        | APOP    | APOP ... |
        | LIST    | LIST     |
        | UIDL    | UIDL     |
        | RETR    | RETR ... |
        | TOP     | TOP ...  |
        | DELE    | DELE ... |
        | QUIT    | QUIT     |

    Scenario Outline: The +OK of <keyword> has a response code, where the server offers no other way to log in
      Given the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      And the client fetches the mail with "[X-NOTE]":
        """
        C: <keyword> ...
        when the answer is +OK
        first line: +OK [X-NOTE] {text}
        """
      Given the client has sent <keyword>
      Then "[X-NOTE]" makes no difference

      Examples:
        | keyword |
        | USER    |
        | PASS    |

    Scenario: The +OK of a SASL exchange has a response code
      When the client fetches the mail
      And the client fetches the mail with "[X-NOTE]":
        """
        C: ...
        when answering a challenge and the answer is +OK
        first line: +OK [X-NOTE] {text}
        C: AUTH ...
        when the answer is +OK
        first line: +OK [X-NOTE] {text}
        """
      Given the client has sent AUTH
      Then "[X-NOTE]" makes no difference

    Scenario Outline: Every +OK has the text <text>
      When the client fetches the mail
      And the client fetches the mail with "a code":
        """
        C: {k:/STAT|LANG/} ...
        answer
        C: {k:/LIST|UIDL/} {n}
        answer
        C: ...
        when the answer is +OK
        first line: +OK <text>
        C: ...
        when answering a challenge and the answer is +OK
        first line: +OK <text>
        """
      Then "a code" makes no difference

      Examples:
        | text              |
        | [X-NOTE]          |
        | [X-NOTE]text      |
        | [X-NOTE/A/B] text |
        | [-ERR] text       |
        | [IN-USE] text     |

    Scenario Outline: The -ERR of <keyword> has a response code
      When the client fetches the mail with "words":
        """
        C: <command>
        S: -ERR not today
        """
      And the client fetches the mail with "a code":
        """
        C: <command>
        S: -ERR [X-NOTE] not today
        """
      Given the client has sent <keyword>
      Then "a code" makes no difference to "words"

      Examples:
        | keyword | command  |
        | CAPA    | CAPA     |
        | UIDL    | UIDL ... |
        | RETR    | RETR 1   |
        | TOP     | TOP 1 ... |

    Scenario: No space behind the bracket is the same as one
      When the client fetches the mail with "a space":
        """
        C: {k:/PASS|APOP|AUTH/} ...
        S: -ERR [IN-USE] the maildrop is locked
        """
      And the client fetches the mail with "no space":
        """
        C: {k:/PASS|APOP|AUTH/} ...
        S: -ERR [IN-USE]the maildrop is locked
        """
      Then "no space" makes no difference to "a space"
