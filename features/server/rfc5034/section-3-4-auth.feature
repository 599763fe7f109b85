@server
Feature: RFC 5034 sections 3 to 5: AUTH and the exchange that it begins (server)

  @5034-3-S1 @MUST
  Rule: SASL stays announced after a successful AUTH
    RFC 5034 section 3:
    > However, as required by
    > [RFC2449], implementations MUST continue to include the SASL
    > capability even after a successful AUTH command has been completed
    > (even though no further AUTH commands may be issued).

    Scenario: The list after a login by AUTH
      Given the server announces a mechanism that the suite speaks
      And a session that has logged in by that mechanism
      When the client sends "CAPA"
      Then SASL is still announced

  @5034-4-S1 @MUST
  Rule: A mechanism that is not supported is rejected with -ERR
    RFC 5034 section 4:
    > If the requested authentication
    > mechanism is not supported, the server
    > rejects the AUTH command with an -ERR reply.

    Scenario Outline: <command>
      Given the server announces a mechanism
      And a session in the AUTHORIZATION state
      When the client sends "<command>"
      Then the answer is negative
      And the session is in step

      Examples:
        | command                 |
        | AUTH POP3SPEC-NONE      |
        | AUTH POP3SPEC-NONE =    |
        | AUTH POP3SPEC-NONE AAAA |

    Scenario: A name that only begins as a supported one does
      Given the server announces the mechanism "PLAIN"
      And a session in the AUTHORIZATION state
      When the client sends "AUTH PLAINPOP3SPEC"
      Then the answer is negative
      And the session is in step

  @5034-4-S2 @MUST
  Rule: A challenge is "+", SP and base64, and nothing else
    RFC 5034 section 4:
    > A server challenge is sent as a line consisting of a "+"
    > character, followed by a single space and a string encoded
    > using Base64, as specified in Section 4 of [RFC4648].  This
    > line MUST NOT contain any text other than the BASE64-encoded
    > challenge.
    RFC 5034 section 4:
    > If the initial
    > response argument is omitted and the chosen mechanism requires
    > an initial client response, the server MUST proceed by issuing
    > an empty challenge, as defined in Section 3 of [RFC4422].  In
    > POP3, an empty server challenge is defined as a line with only
    > a "+", followed by a single space.  It MUST NOT contain any
    > other data.
    RFC 5034 section 5, ABNF:
    > continue-req     = "+" SP [base64] CRLF

    Scenario Outline: <mechanism> without an initial response brings the empty challenge
      Given the server announces the mechanism "<mechanism>"
      And a session in the AUTHORIZATION state
      When the client sends "AUTH <mechanism>"
      Then the answer is the empty challenge

      Examples:
        | mechanism     |
        | PLAIN         |
        | SCRAM-SHA-256 |

    Scenario: PLAIN goes on after the empty challenge
      Given the server announces the mechanism "PLAIN"
      And the client can log in by PLAIN
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN after the empty challenge
      Then the answer is positive
      And the session is in step

    Scenario Outline: The challenges of <mechanism>
      Given the server announces the mechanism "<mechanism>"
      And a session in the AUTHORIZATION state
      When the client logs in by <mechanism>
      Then what the server sent keeps this rule

      Examples:
        | mechanism     |
        | CRAM-MD5      |
        | SCRAM-SHA-256 |

    Scenario: The first challenge of each announced mechanism
      Given the server announces a mechanism
      When each announced mechanism, and one that cannot exist, is begun in a session of its own
      Then what the server sent keeps this rule

  @5034-4-S3 @MUST
  Rule: "*" cancels the exchange with -ERR, and the session is as if there had been no AUTH
    RFC 5034 section 4:
    > If the client wishes to cancel the
    > authentication exchange, it issues a line with a single "*".
    > If the server receives such a response, it MUST reject the AUTH
    > command by sending an -ERR reply.
    RFC 5034 section 4:
    > Likewise, the server MUST behave
    > as if the client had not issued the AUTH command.

    Reading R12.

    Scenario Outline: The first challenge of <mechanism>
      Given the server announces the mechanism "<mechanism>"
      And a session in the AUTHORIZATION state
      When the client begins <mechanism>
      And the client answers the challenge with "*"
      Then the answer is negative
      And the session is in step

      Examples:
        | mechanism     |
        | PLAIN         |
        | CRAM-MD5      |
        | SCRAM-SHA-256 |

    Scenario: The second challenge of SCRAM-SHA-256
      Given the server announces the mechanism "SCRAM-SHA-256"
      And a session in the AUTHORIZATION state
      When the client begins SCRAM-SHA-256 and goes on to its second challenge
      And the client answers the challenge with "*"
      Then the answer is negative
      And the session is in step

    Scenario: The session is still in the AUTHORIZATION state
      Given the server announces a mechanism that the suite speaks
      And a session in the AUTHORIZATION state
      When the client begins that mechanism
      And the client answers the challenge with "*"
      And the session goes on after the failure
      And the client sends "STAT"
      Then the answer is negative

    Scenario: The capability list is the same after "*"
      Given the server has CAPA
      And the server announces a mechanism that the suite speaks
      And a session in the AUTHORIZATION state
      When the client sends "CAPA"
      And the answer is kept as "the list before AUTH"
      And the client begins that mechanism
      And the client answers the challenge with "*"
      And the session goes on after the failure
      And the client sends "CAPA"
      Then the capability list is still the same as "the list before AUTH"

    Scenario: A second AUTH logs in
      Given the server announces a mechanism that the suite speaks
      And the client can log in by that mechanism
      And a session in the AUTHORIZATION state
      When the client begins that mechanism
      And the client answers the challenge with "*"
      And the session goes on after the failure
      And the client logs in by that mechanism
      Then the answer is positive

    Scenario: USER and PASS log in
      Given the server announces a mechanism that the suite speaks
      And the server announces "USER" in the AUTHORIZATION state
      And the client can log in by USER
      And a session in the AUTHORIZATION state
      When the client begins that mechanism
      And the client answers the challenge with "*"
      And the session goes on after the failure
      And the client logs in by USER
      Then the answer is positive

  @5034-5-S1 @MUST
  Rule: Names of mechanisms are case-insensitive
    RFC 5034 section 5:
    > Except as noted otherwise, all alphabetic characters are case-
    > insensitive.  The use of upper- or lower-case characters to define
    > token strings is for editorial clarity only.  Implementations MUST
    > accept these strings in a case-insensitive fashion.

    Scenario Outline: AUTH <name> brings the challenge of <mechanism>
      Given the server announces the mechanism "<mechanism>"
      And a session in the AUTHORIZATION state
      When the client begins <mechanism>
      Given another session in the AUTHORIZATION state
      When the client sends "AUTH <name>"
      Then the answer is a challenge

      Examples:
        | mechanism     | name          |
        | PLAIN         | plain         |
        | CRAM-MD5      | Cram-Md5      |
        | SCRAM-SHA-256 | scram-sha-256 |

    Scenario: A login by a name in mixed case, with an initial response
      Given the server announces the mechanism "PLAIN"
      And the client can log in by PLAIN
      And a session in the AUTHORIZATION state
      When the client logs in by AUTH with the name "pLaiN" for PLAIN
      Then the answer is positive
