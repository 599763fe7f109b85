@client
Feature: RFC 2449 section 6.7: EXPIRE (client)
  A second CAPA because of USER, and deleting because of EXPIRE 0, are right: nothing is compared, the mail must come.

  @2449-6.7-C1 @MUST
  Rule: Each legal EXPIRE is understood
    RFC 2449 section 6.7, capability:
    > server-guaranteed minimum retention days, or NEVER; optionally
    > followed by USER in AUTHENTICATION state
    RFC 2449 section 6.7:
    > EXPIRE 5 USER
    > EXPIRE 30
    > EXPIRE NEVER
    > EXPIRE 0

    Reading R10.

    Scenario Outline: EXPIRE <value>
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        body line like "EXPIRE ...": EXPIRE <value>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | value |
        | 0     |
        | 30    |
        | NEVER |

    Scenario Outline: EXPIRE <before> before login
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        when before login
        body line like "EXPIRE ...": EXPIRE <before>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | before     |
        | 5 USER     |
        | 0 USER     |
        | NEVER USER |

    Scenario Outline: EXPIRE 5 USER before login, and <after> after it
      Given the client asks for capability lists after login
      And the server answers:
        """
        C: CAPA
        when before login
        body line like "EXPIRE ...": EXPIRE 5 USER
        C: CAPA
        body line like "EXPIRE ...": EXPIRE <after>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | after |
        | 30    |
        | NEVER |
        | 5     |
