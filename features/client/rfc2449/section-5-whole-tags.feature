@client
Feature: RFC 2449 section 5: a tag is a whole token (client)
  Each check compares two launches: without a tag, and with another that only looks like it.

  @2449-5-C8 @MUST
  Rule: A tag is the whole first token of its line
    RFC 2449 section 3, ABNF:
    > capability   =  capa-tag *(SP param) CRLF   ;512 octets maximum
    > cchar        =  %x21-2D / %x2F-7F
    RFC 2449 section 5:
    > Each capability name MAY be followed by a single
    > space and a space-separated list of parameters.

    Scenario Outline: <line> does not announce <tag>
      Given the client asks for capability lists
      And the client makes use of <tag>
      And the server answers:
        """
        C: CAPA
        no body line like "<tag> ..."
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "a line that looks like it":
        """
        C: CAPA
        before dot line: <line>
        """
      Then "a line that looks like it" makes no difference, nor does the client send later or sooner

      Examples:
        | tag        | line                     |
        | PIPELINING | PIPELININGX              |
        | PIPELINING | X-PIPELINING             |
        | PIPELINING | PIPE                     |
        | PIPELINING | X-NOTE STLS PIPELINING   |
        | SASL       | SASLX PLAIN CRAM-MD5     |
        | SASL       | X-SASL PLAIN CRAM-MD5    |
        | SASL       | SAS PLAIN CRAM-MD5       |
        | SASL       | X-NOTE SASL PLAIN CRAM-MD5 |
        | SASL       | AUTH PLAIN CRAM-MD5      |
        | UIDL       | UIDLX                    |
        | UIDL       | XUIDL                    |
        | UIDL       | UID                      |
        | UIDL       | X-NOTE UIDL TOP          |
        | TOP        | TOPX                     |
        | TOP        | X-NOTE UIDL TOP          |
        | UTF8       | UTF8X USER               |
        | UTF8       | X-NOTE UTF8 USER         |

    Scenario Outline: <line> does not announce USER, where nothing else does
      Given the client asks for capability lists
      And the server answers:
        """
        engine: without SASL APOP UTF8
        """
      And the client makes use of USER
      And the server answers:
        """
        C: CAPA
        no body line like "USER"
        """
      When the client fetches the mail
      And the client fetches the mail with "a line that looks like it":
        """
        C: CAPA
        before dot line: <line>
        """
      Then "a line that looks like it" makes no difference

      Examples:
        | line        |
        | USERX       |
        | X-NOTE USER |

    Scenario Outline: <line> does not announce STLS to a client that is told to use it
      Given the client is told to use STLS
      And the client asks for capability lists
      And the client makes use of STLS
      And the server answers:
        """
        C: CAPA
        no body line like "STLS"
        """
      When the client fetches the mail
      And the client fetches the mail with "a line that looks like it":
        """
        C: CAPA
        before dot line: <line>
        """
      Then "a line that looks like it" makes no difference

      Examples:
        | line                   |
        | STLSX                  |
        | XSTLS                  |
        | X-NOTE STLS PIPELINING |

    Scenario Outline: <line> does not announce STLS to a client that is not told to use it
      Given the client is not told to use TLS
      And the client asks for capability lists
      And the client makes use of STLS
      When the client fetches the mail
      And the client fetches the mail with "a line that looks like it":
        """
        C: CAPA
        before dot line: <line>
        """
      Then "a line that looks like it" makes no difference

      Examples:
        | line                   |
        | STLSX                  |
        | X-NOTE STLS PIPELINING |
