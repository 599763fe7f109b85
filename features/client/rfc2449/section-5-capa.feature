@client
Feature: RFC 2449 section 5: asking for capabilities (client)

  @2449-5-C1 @MUST
  Rule: Where CAPA is refused, the client probes as before
    RFC 2449 section 5:
    > An -ERR response indicates the capability command is not
    > implemented and the client will have to probe for
    > capabilities as before.

    Whoever can log in by SASL only may give up: without a capability list no AUTH SHOULD be attempted (RFC 5034 section 3).
    So may whoever is told to use STLS, of which there is no word then.

    Reading R23.

    Scenario Outline: CAPA is refused with <answer>
      Given the client is not told to use STLS
      And the client asks for capability lists
      And the client can log in without SASL
      And the server answers:
        """
        C: CAPA
        S: <answer>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | answer                |
        | -ERR unknown command  |
        | -ERR                  |
        | -ERR [X-NOTE] unknown |

    Scenario: CAPA is no command of this server, and neither is any other extension
      Given the client is not told to use STLS
      And the client asks for capability lists
      And the client can log in without SASL
      And the server answers:
        """
        engine: only USER APOP TOP UIDL
        engine: without CAPA
        """
      When the client fetches the mail
      Then the mail is fetched

    Scenario: CAPA is refused after login only
      Given the client asks for capability lists after login
      And the server answers:
        """
        C: CAPA
        when after login
        S: -ERR unknown command
        """
      When the client fetches the mail
      Then the mail is fetched, or it is advised by reading R23

    Scenario: CAPA is refused under TLS only
      Given the client asks for capability lists
      And the client is told to use STLS
      And the client can log in without SASL
      And the server answers:
        """
        C: CAPA
        when under TLS
        S: -ERR unknown command
        """
      When the client fetches the mail
      Then the mail is fetched, or it is advised by reading R23

  @2449-5-C4 @MUST
  Rule: A capability list is read to its dot line, however it is cut into segments
    RFC 2449 section 5:
    > The capability list is terminated by a line
    > containing a termination octet (".") and a CRLF pair.

    Scenario Outline: The list comes in pieces: <cut>
      Given the client asks for capability lists
      When the client fetches the mail
      And the client fetches the mail with "pieces":
        """
        C: CAPA
        <cut>
        """
      Then "pieces" makes no difference

      Examples:
        | cut                |
        | cut every octet    |
        | cut every line 5ms apart     |
        | cut every CRLF 2ms apart     |
        | cut after 1 octets |

    Scenario: The list after login comes one octet at a time
      Given the client asks for capability lists after login
      When the client fetches the mail
      And the client fetches the mail with "pieces":
        """
        C: CAPA
        when after login
        cut every octet
        """
      Then "pieces" makes no difference

    Scenario: The dot line comes on its own, octet by octet
      Given the client asks for capability lists
      When the client fetches the mail
      And the client fetches the mail with "a dot line in pieces":
        """
        C: CAPA
        no dot line
        answer
        wait 20ms
        S: .\
        wait 20ms
        S: \r\
        wait 20ms
        S: \n\
        """
      Then "a dot line in pieces" makes no difference

    Scenario: A line of the list ends with a dot, at the border of a segment
      Given the client asks for capability lists
      When the client fetches the mail
      And the client fetches the mail with "a segment of dot and CRLF":
        """
        C: CAPA
        S: +OK Capability list follows
        S: X-NOTE \
        wait 20ms
        S: .
        wait 20ms
        no first line
        before dot line: X-END v1.
        cut every line 5ms apart
        answer
        """
      Then "a segment of dot and CRLF" makes no difference

    Scenario: Nothing is sent before the dot line has come
      Given the client asks for capability lists
      And the server answers:
        """
        engine: without PIPELINING
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "a late dot line":
        """
        C: CAPA
        no dot line
        answer
        wait up to 300ms for more
        S: .
        """
      Then "a late dot line" makes no difference, nor does the client send later or sooner

  @2449-5-C5 @SHOULD
  Rule: After an authentication that brought an integrity layer, CAPA is issued again
    RFC 2449 section 5:
    > If the authentication step negotiates an integrity protection layer,
    > the client SHOULD reissue the CAPA command after authenticating, to
    > check for active down-negotiation attacks.

    Scenario: The client logs in by the best mechanism that it has in common with the server
      When the client fetches the mail
      Given the login has brought an integrity layer
      And the client asks for capability lists
      Then the capability list is asked for again after login

  @2449-5-C6 @MUST
  Rule: CAPA is sent without arguments
    RFC 2449 section 5:
    > Arguments:
    >     none

    @passive
    Scenario: The CAPA commands of a plain session
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: The CAPA commands under TLS
      Given the client is told to use TLS
      When the client fetches the mail
      Then what the client sent keeps this rule

    @passive
    Scenario: The CAPA commands where CAPA is refused
      Given the server answers:
        """
        engine: without CAPA
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

  @2449-5-C7 @MUST
  Rule: An empty capability list is understood
    RFC 2449 section 3, ABNF:
    > capa-resp    =  single-line *capability "." CRLF
    RFC 2449 section 5:
    > An +OK response is followed by a list of capabilities, one
    > per line.

    A client may give up where no way to log in is announced: section 7 lets it require an authentication command. It must
    have read the list to its end: one that gives up after a long wait may still have waited for more.

    Scenario: Nothing is announced
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        no each body line
        """
      When the client fetches the mail
      Then the mail is fetched, or the client gives up in order

    Scenario: Nothing is announced, in three segments
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        no each body line
        cut every line 5ms apart
        """
      When the client fetches the mail
      Then the mail is fetched, or the client gives up in order

    Scenario: Nothing is announced after login
      Given the client asks for capability lists after login
      And the server answers:
        """
        C: CAPA
        when after login
        no each body line
        """
      When the client fetches the mail
      Then the mail is fetched

    Scenario: An empty list says what a list says that names nothing known
      Given the client asks for capability lists
      When the client fetches the mail with "nothing known":
        """
        C: CAPA
        no each body line
        before dot line: X-NOTHING
        """
      And the client fetches the mail with "nothing":
        """
        C: CAPA
        no each body line
        """
      Then "nothing" makes no difference to "nothing known"
