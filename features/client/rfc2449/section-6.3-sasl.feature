@client
Feature: RFC 2449 section 6.3: SASL (client)

  @2449-6.3-C1 @SHOULD
  Rule: Only mechanisms that SASL announces are attempted
    RFC 2449 section 6.3:
    > The argument to
    > the SASL capability is a space separated list of SASL mechanisms
    > which are supported.

    Scenario: What is attempted with a plain correct server
      Given the client logs in by SASL
      When the client fetches the mail
      Then the client attempts no mechanism but "SCRAM-SHA-256 CRAM-MD5 PLAIN"
      And what the client sent keeps this rule

    Scenario Outline: SASL announces <announced>
      Given the client logs in by SASL
      And the server answers:
        """
        C: CAPA
        body line like "SASL ...": SASL <announced>
        """
      When the client fetches the mail
      Then the client attempts no mechanism but "<known>"
      And the mail is fetched, or the client gives up in order

      Examples:
        | announced               | known    |
        | XTEST-UNKNOWN PLAIN     | PLAIN    |
        | PLAIN XTEST-UNKNOWN     | PLAIN    |
        | XTEST-UNKNOWN CRAM-MD5  | CRAM-MD5 |
        | XTEST-UNKNOWN           | none     |
        | PLAINX                  | none     |
        | XPLAIN                  | none     |
        | PLAIN-CLIENTTOKEN CRAM-MD5-X SCRAM-SHA-256-PLUS | none |
        | PLAIN                   | PLAIN    |
        | CRAM-MD5                | CRAM-MD5 |

    Scenario: The known mechanism is the last of a line of 512 octets
      Given the client logs in by SASL
      And the server answers:
        """
        C: CAPA
        body line like "SASL ...": SASL X{pad 512} PLAIN
        """
      When the client fetches the mail
      Then the client attempts no mechanism but "PLAIN"
      And the mail is fetched, or the client gives up in order

    Scenario: A mechanism is refused that the list does not name any more
      Given the client logs in by SASL
      And the server answers:
        """
        engine: mechanisms CRAM-MD5
        C: AUTH ...
        S: -ERR not today
        """
      When the client fetches the mail
      Then the client attempts no mechanism but "CRAM-MD5"
      And the mail is fetched, or the client gives up in order

    Scenario: The mechanisms are others under TLS
      Given the client is told to use STLS
      And the client logs in by SASL
      And the server answers:
        """
        engine: clear-mechanisms SCRAM-SHA-256
        engine: tls-mechanisms PLAIN
        """
      When the client fetches the mail
      Then the client attempts no mechanism but "PLAIN"
      And the mail is fetched, or the client gives up in order
