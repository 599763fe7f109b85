@client
Feature: RFC 1939 section 5: drop listings and scan listings (client)

  @1939-5-C1 @MUST
  Rule: More behind the fields of a listing does no harm
    RFC 1939 section 5:
    > This memo
    > makes no requirement on what follows the maildrop size.
    > Minimal implementations should just end that line of the
    > response with a CRLF pair.  More advanced implementations
    > may include other information.
    > ...
    > This memo makes no
    > requirement on what follows the message size in the scan
    > listing.

    Scenario Outline: The drop listing goes on: <more>
      When the client fetches the mail
      And the client fetches the mail with "more":
        """
        C: STAT
        first line: {line} <more>
        """
      Given the client has sent STAT
      Then "more" makes no difference

      Examples:
        | more            |
        | extra           |
        | 77 88           |
        | (3 octets)      |
        | -ERR            |
        | octets; 0 new.  |
        | {pad 512}       |

    Scenario Outline: Each scan listing goes on: <more>
      When the client fetches the mail
      And the client fetches the mail with "more":
        """
        C: LIST
        each body line: {line} <more>
        C: LIST {n}
        first line: {line} <more>
        """
      Given the client has sent LIST
      Then "more" makes no difference

      Examples:
        | more            |
        | extra           |
        | 77 88           |
        | (3 octets)      |
        | -ERR            |
        | .               |
        | {pad 512}       |
