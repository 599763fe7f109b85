@client
Feature: RFC 1939 section 7: USER, PASS and APOP (client)

  @1939-7-C1 @MUST
  Rule: PASS follows a successful USER, and the digest of APOP is right
    RFC 1939 section 7:
    > may only be given in the AUTHORIZATION state immediately
    > after a successful USER command
    RFC 1939 section 7:
    > If the POP3 server responds with a negative status indicator
    > ("-ERR") to the USER command, then the client may either
    > issue a new authentication command or may issue the QUIT
    > command.
    RFC 1939 section 7:
    > The `digest' parameter is calculated by applying
    > the MD5 algorithm [RFC1321] to a string consisting of the
    > timestamp (including angle-brackets) followed by a shared
    > secret.
    RFC 1939 section 7:
    > The `digest' parameter
    > itself is a 16-octet value which is sent in hexadecimal
    > format, using lower-case ASCII characters.
    Whoever may pipeline can send PASS before the answer to USER is known, which is another matter: where USER is refused
    PIPELINING is not announced.

    @passive
    Scenario: A server that offers USER and PASS only
      Given the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario Outline: USER is refused <how>
      Given the server answers:
        """
        engine: without SASL APOP PIPELINING
        C: USER ...
        S: <answer>
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

      Examples:
        | how              | answer                    |
        | in words         | -ERR never heard of you   |
        | without words    | -ERR                      |
        | with a code      | -ERR [SYS/TEMP] Not now   |
        | as if it were OK | -ERR +OK send PASS        |

    Scenario Outline: PASS is refused with <answer>
      Given the server answers:
        """
        engine: without SASL APOP PIPELINING
        C: PASS ...
        S: <answer>
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

      Examples:
        | answer                     |
        | -ERR Not now               |
        | -ERR [IN-USE] Not now      |
        | -ERR [SYS/TEMP] Not now    |

    Scenario: PASS is refused the first time only
      Given the server answers:
        """
        engine: without SASL APOP PIPELINING
        C: PASS ...
        when the 1st time ever
        S: -ERR [SYS/TEMP] Not now
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: A server that offers APOP only
      Given the server answers:
        """
        engine: without SASL USER
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: A digest that begins with a zero
      Given the digest of the greeting’s timestamp begins with a zero
      And the server answers:
        """
        engine: without SASL USER
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: Text behind the timestamp
      Given the server answers:
        """
        engine: without SASL USER
        greeting
        first line: {line} at your service
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: A greeting that begins with a code
      Given the server answers:
        """
        engine: without SASL USER
        greeting
        first line: +OK [X-NOTE] {text}
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: A greeting without a timestamp
      Given the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      Then what the client sent keeps this rule
