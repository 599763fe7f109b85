@server
Feature: RFC 6856 section 3: the LANG capability (server)

  @6856-3-S1 @MUST
  Rule: LANG lists languages, selects one, and keeps the old one where it fails
    RFC 6856 section 3.1:
    > CAPA tag:
    > LANG
    > Arguments with CAPA tag:
    > none
    RFC 6856 section 3.1:
    > Commands valid in states:
    > AUTHORIZATION, TRANSACTION
    RFC 6856 section 3.2:
    > If the command
    > succeeds, the server returns a +OK response followed by a single
    > space, the exact language tag selected, and another space.
    RFC 6856 section 3.2:
    > If the command fails, the server returns an -ERR response and
    > subsequent human-readable response text continues to use the language
    > that was previously used.
    RFC 6856 section 3.2:
    > A language listing consists of
    > the language tag [RFC5646] of the message, optionally followed by a
    > single space and a human-readable description of the language in the
    > language itself, using the UTF-8 charset.

    Claims: capability LANG.

    Scenario Outline: Each listed language in the <state> state
      Given the server announces "LANG"
      And a session in the <state> state
      When the client selects each language that is listed
      Then each of them is selected

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario Outline: The listing in the <state> state
      Given the server announces "LANG"
      And a session in the <state> state
      When the client sends "LANG"
      Then a listing of languages, or a refusal
      And the session is in step

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario Outline: The preferred language in the <state> state
      Given the server announces "LANG"
      And a session in the <state> state
      When the client sends "LANG *"
      Then a language is selected, or a refusal

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario Outline: <range>, which no server has, in the <state> state
      Given the server announces "LANG"
      And a session in the <state> state
      When the client sends "LANG <range>"
      Then the answer is negative
      And the session is in step

      Examples:
        | range       | state         |
        | xx-nonsense | AUTHORIZATION |
        | xx-nonsense | TRANSACTION   |
        | x-pop3spec  | AUTHORIZATION |

    Scenario Outline: The language after a selection that failed in the <state> state
      Given the server announces "LANG"
      And a session in the <state> state
      And a language in which answers read otherwise than before
      When the client sends "LANG xx-nonsense"
      Then the answer is negative
      And the answers are in the language of before

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |

    Scenario: The language after login
      Given the server announces "LANG"
      And a session in the AUTHORIZATION state
      And a language in which answers read otherwise than before
      When the client logs in
      Then the answer is positive
      And the answers are in the language that was selected

    Scenario Outline: The LANG line in the <state> state
      Given the server announces "LANG"
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |
