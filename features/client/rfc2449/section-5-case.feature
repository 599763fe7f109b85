@client
Feature: RFC 2449 section 5: the case of tags (client)
  Each check compares two launches: what differs between the two lists must make no difference. Of a client that does the
  same whatever the list says nothing can be seen.

  @2449-5-C2 @MUST
  Rule: Tags are case-insensitive
    RFC 2449 section 5:
    > CAPA response tags are
    > case-insensitive.

    Scenario Outline: <tag> is spelt <spelling>
      Given the client asks for capability lists
      And the client makes use of <tag>
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "other letters":
        """
        C: CAPA
        body line like "<tag>": <spelling>
        body line like "<tag> {parameters...}": <spelling> {parameters}
        """
      Then "other letters" makes no difference, nor does the client send later or sooner

      Examples:
        | tag        | spelling   |
        | SASL       | sasl       |
        | SASL       | Sasl       |
        | USER       | user       |
        | TOP        | top        |
        | UIDL       | uidl       |
        | PIPELINING | pipelining |
        | PIPELINING | Pipelining |
        | RESP-CODES | resp-codes |
        | UTF8       | utf8       |

    Scenario: All tags are in lower case
      Given the client asks for capability lists
      And the client makes use of what the list says
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "lower case":
        """
        C: CAPA
        body line like "{tag}": {lower tag}
        body line like "{tag} {parameters...}": {lower tag} {parameters}
        """
      Then "lower case" makes no difference, nor does the client send later or sooner

    Scenario: All tags are in lower case, after login only
      Given the client asks for capability lists after login
      And the client makes use of what the list after login says
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "lower case":
        """
        C: CAPA
        when after login
        body line like "{tag}": {lower tag}
        body line like "{tag} {parameters...}": {lower tag} {parameters}
        """
      Then "lower case" makes no difference, nor does the client send later or sooner

    Scenario: USER alone is announced, in lower case, and no other way to log in
      Given the client asks for capability lists
      And the server answers:
        """
        engine: without SASL APOP
        """
      And the client makes use of USER
      When the client fetches the mail
      And the client fetches the mail with "lower case":
        """
        C: CAPA
        body line like "USER": user
        """
      Then "lower case" makes no difference

    Scenario: STLS is spelt in lower case
      Given the client is told to use STLS
      And the client asks for capability lists
      And the client makes use of STLS
      When the client fetches the mail
      And the client fetches the mail with "stls":
        """
        C: CAPA
        body line like "STLS": stls
        """
      Then "stls" makes no difference
