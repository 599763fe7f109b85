@client
Feature: RFC 2449 sections 6.5 and 6.7: LOGIN-DELAY and EXPIRE (client)
  A second CAPA because of USER, and deleting because of EXPIRE 0, are right: nothing is compared, the mail must come.

  @2449-6.5-C2 @MUST
  Rule: Each legal LOGIN-DELAY is understood, and another value after login
    RFC 2449 section 6.5, capability:
    > minimum seconds between logins; optionally followed by USER in
    > AUTHENTICATION state.
    RFC 2449 section 6.5:
    > The server SHOULD announce the more accurate value in TRANSACTION
    > state.

    Reading R10.

    Scenario Outline: LOGIN-DELAY <value>
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        body line like "LOGIN-DELAY ...": LOGIN-DELAY <value>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | value  |
        | 0      |
        | 900    |
        | 604800 |

    Scenario: LOGIN-DELAY 900 USER before login
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        when before login
        body line like "LOGIN-DELAY ...": LOGIN-DELAY 900 USER
        """
      When the client fetches the mail
      Then the mail is fetched

    Scenario: LOGIN-DELAY 900 USER before login, and 10 after it
      Given the server answers:
        """
        C: CAPA
        when before login
        body line like "LOGIN-DELAY ...": LOGIN-DELAY 900 USER
        C: CAPA
        body line like "LOGIN-DELAY ...": LOGIN-DELAY 10
        """
      When the client fetches the mail
      And the client has asked for a capability list after login
      Then the mail is fetched

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
      Given the server answers:
        """
        C: CAPA
        when before login
        body line like "EXPIRE ...": EXPIRE 5 USER
        C: CAPA
        body line like "EXPIRE ...": EXPIRE <after>
        """
      When the client fetches the mail
      And the client has asked for a capability list after login
      Then the mail is fetched

      Examples:
        | after |
        | 30    |
        | NEVER |
        | 5     |
