@client
Feature: RFC 2449 section 5: what a client does not know (client)
  Each check compares two launches: what differs between the two lists must make no difference.

  @2449-5-C3 @MUST
  Rule: Unknown tags, and unknown parameters, do no harm
    RFC 2449 section 5:
    > Each capability may enable additional protocol commands, additional
    > parameters and responses for existing commands, or describe an aspect
    > of server behavior.
    RFC 2449 section 5:
    > Each capability name MAY be followed by a single
    > space and a space-separated list of parameters.  Each
    > capability line is limited to 512 octets (including the
    > CRLF).

    Reading R24.

    Scenario Outline: There is one line more: <line>
      Given the client asks for capability lists
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "one line more":
        """
        C: CAPA
        <place>: <line>
        """
      Then "one line more" makes no difference, nor does the client send later or sooner

      Examples:
        | line                       | place            |
        | FUTURE-THING               | before dot line  |
        | FUTURE-THING               | after first line |
        | X-NOISE a b c              | before dot line  |
        | X-NOISE a b c              | after first line |
        | X-NOISE {pad 512}          | after first line |
        | X{pad 512}                 | after first line |
        | !"#$%&'()*+,-/:;=?@[]^_`~  | after first line |
        | X-NOISE +OK -ERR . .. <a@b> | after first line |

    Scenario: There are 20 lines more
      Given the client asks for capability lists
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "20 lines more":
        """
        C: CAPA
        after first line: {X-NOISE a b c\r\n*19}X-NOISE a b c
        """
      Then "20 lines more" makes no difference, nor does the client send later or sooner

    Scenario: There are 500 lines more
      Given the client asks for capability lists
      When the client fetches the mail
      And the client fetches the mail with "500 lines more":
        """
        C: CAPA
        after first line: {X-NOISE a b c\r\n*499}X-NOISE a b c
        """
      Then "500 lines more" makes no difference, or it is advised by reading R24

    Scenario: There are unknown lines, after login only
      Given the client asks for capability lists after login
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "unknown lines":
        """
        C: CAPA
        when after login
        after first line: X-NOISE a b c
        before dot line: X-NOISE {pad 512}
        """
      Then "unknown lines" makes no difference, nor does the client send later or sooner

    Scenario: There is an unknown line under TLS
      Given the client is told to use STLS
      And the client asks for capability lists
      When the client fetches the mail
      And the client fetches the mail with "an unknown line":
        """
        C: CAPA
        after first line: X-NOISE a b c
        """
      Then "an unknown line" makes no difference

    Scenario Outline: <tag> has a parameter that nobody knows
      Given the client asks for capability lists
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "an unknown parameter":
        """
        C: CAPA
        body line like "<tag> ...": {line} X-NEW
        """
      Then "an unknown parameter" makes no difference, nor does the client send later or sooner

      Examples:
        | tag             |
        | TOP             |
        | USER            |
        | UIDL            |
        | RESP-CODES      |
        | PIPELINING      |
        | LOGIN-DELAY     |
        | EXPIRE          |
        | AUTH-RESP-CODE  |
        | UTF8            |
