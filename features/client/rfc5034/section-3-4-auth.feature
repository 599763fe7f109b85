@client
Feature: RFC 5034 sections 3 and 4: the AUTH command (client)
  AUTH alone, which asked servers of before RFC 2449 for their mechanisms, attempts nothing and is not judged here.

  @5034-3-C1 @SHOULD
  Rule: Where SASL is not announced AUTH is not attempted
    RFC 5034 section 3:
    > If a server either does not support the CAPA command or does not
    > advertise the SASL capability, clients SHOULD NOT attempt the AUTH
    > command.

    Scenario: A capability list without SASL
      Given the server answers:
        """
        engine: without SASL
        """
      When the client fetches the mail
      Then the client does not attempt AUTH

    Scenario: A server without CAPA
      Given the server answers:
        """
        engine: without CAPA SASL
        """
      When the client fetches the mail
      Then the client does not attempt AUTH

    Scenario: A server that has AUTH, and CAPA not
      Given the server answers:
        """
        engine: without CAPA
        """
      When the client fetches the mail
      Then the client does not attempt AUTH

    Scenario: A capability list without any way to log in
      Given the server answers:
        """
        engine: without SASL APOP
        C: CAPA
        no body line like "USER"
        """
      When the client fetches the mail
      Then the client does not attempt AUTH

    Scenario: USER is refused, and SASL not announced
      Given the server answers:
        """
        engine: without SASL APOP PIPELINING
        C: USER ...
        S: -ERR No
        C: PASS ...
        S: -ERR No
        """
      When the client fetches the mail
      Then the client does not attempt AUTH

  @5034-3-C2 @MUST
  Rule: Where SASL is not announced AUTH has no initial response
    RFC 5034 section 3:
    > If a client does attempt the AUTH command in such a
    > situation, it MUST NOT supply the client initial response
    > parameter (for backwards compatibility with [RFC1734]).

    Scenario: A capability list without SASL
      Given the server answers:
        """
        engine: without SASL
        """
      When the client fetches the mail
      Then AUTH, where it is attempted, has no initial response

    Scenario: A server without CAPA
      Given the server answers:
        """
        engine: without CAPA
        """
      When the client fetches the mail
      Then AUTH, where it is attempted, has no initial response

    Scenario: A server that offers nothing else
      Given the server answers:
        """
        engine: without CAPA USER APOP
        """
      When the client fetches the mail
      Then AUTH, where it is attempted, has no initial response

  @5034-4-C1 @MUST
  Rule: An initial response that would make the command longer than 255 octets is not used
    RFC 5034 section 4:
    > If specifying an initial response
    > would cause the AUTH command to exceed this length, the client
    > MUST NOT use the initial-response parameter (and must proceed
    > instead by sending its initial response after an empty
    > challenge from the server, as in Section 3 of [RFC4422]).
    With PLAIN, the name and the password of 178 octets together make a line of 253 octets, and of 179 one of 257.

    Scenario Outline: PLAIN with a name and a password of <octets> octets together
      Given the server answers:
        """
        engine: without USER APOP
        engine: mechanisms PLAIN
        """
      And the client is told a name and a password of <octets> octets together
      When the client fetches the mail
      Then what the client sent keeps this rule

      Examples:
        | octets |
        | 178    |
        | 179    |
        | 300    |

    Scenario: SCRAM with a name of 240 octets
      Given the server answers:
        """
        engine: without USER APOP
        engine: mechanisms SCRAM-SHA-256
        """
      And the client is told a name and a password of 720 octets together
      When the client fetches the mail
      Then what the client sent keeps this rule

  @5034-4-C2 @MUST
  Rule: A challenge that can't be decoded is cancelled
    RFC 5034 section 4:
    > If the client
    > cannot Base64 decode any of the server's challenges, it MUST
    > cancel the authentication using the "*" response.
    RFC 5034 section 4:
    > servers and clients MUST reject (and not ignore)
    > any character not explicitly allowed by the Base64 alphabet,
    > and MUST reject any sequence of Base64 characters that contains
    > the pad character ('=') anywhere other than the end of the
    > string (e.g., "=AAA" and "AAA=BBB" are not allowed).

    Scenario Outline: "+ <challenge>"
      Given the server answers:
        """
        C: AUTH {mechanism} {initial}
        as AUTH {mechanism}
        first line: + <challenge>
        C: AUTH {mechanism}
        first line: + <challenge>
        """
      When the client fetches the mail
      Then each challenge that can’t be decoded is cancelled

      Examples:
        | challenge |
        | !!!!      |
        | =AAA      |
        | AAA=BBB   |

    Scenario: An octet of another alphabet in a challenge that is right otherwise
      Given the server answers:
        """
        engine: mechanisms CRAM-MD5
        C: AUTH {mechanism}
        first line: {line}-
        """
      When the client fetches the mail
      Then each challenge that can’t be decoded is cancelled

    Scenario: The second challenge
      Given the server answers:
        """
        engine: mechanisms SCRAM-SHA-256
        C: AUTH {mechanism} {initial}
        when the answer is +
        first line: {line}!
        C: ...
        when answering a challenge and the answer is +
        first line: {line}!
        """
      When the client fetches the mail
      Then each challenge that can’t be decoded is cancelled

  @5034-4-C3 @MUST
  Rule: The empty challenge is answered with the initial response
    RFC 5034 section 4:
    > If specifying an initial response
    > would cause the AUTH command to exceed this length, the client
    > MUST NOT use the initial-response parameter (and must proceed
    > instead by sending its initial response after an empty
    > challenge from the server, as in Section 3 of [RFC4422]).

    Scenario Outline: PLAIN with a name and a password of <octets> octets together
      Given the server answers:
        """
        engine: without USER APOP
        engine: mechanisms PLAIN
        """
      And the client is told a name and a password of <octets> octets together
      When the client fetches the mail
      Then the initial response answers the empty challenge

      Examples:
        | octets |
        | 179    |
        | 300    |

    Scenario: SCRAM with a name of 240 octets
      Given the server answers:
        """
        engine: without USER APOP
        engine: mechanisms SCRAM-SHA-256
        """
      And the client is told a name and a password of 720 octets together
      When the client fetches the mail
      Then the initial response answers the empty challenge
