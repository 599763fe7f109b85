@client
Feature: RFC 2449 section 6.5: LOGIN-DELAY (client)

  @2449-6.5-C1 @SHOULD
  Rule: A client that checks for mail at an interval keeps to the delay announced
    RFC 2449 section 6.5:
    > Clients which permit the user to configure a mail
    > check interval SHOULD use this capability to determine the
    > minimum permissible interval.

    Applies to a client that is said to stay and check for mail at an interval. It must come again before the run's patience
    ends; how long it stays away beyond the delay is its own business.

    Scenario: The delay is the same before login and after it
      Given the server wants a delay between logins, a little longer than the client’s interval
      And the client asks for capability lists
      When the client fetches the mail
      Then the client logs in again only after the delay

    Scenario: The delay may differ for the user, and is longer before login
      Given the server wants a delay between logins, a little longer than the client’s interval
      And the server wants a longer delay of another user
      And the client asks for capability lists
      When the client fetches the mail
      Then the client logs in again only after the delay

  @2449-6.5-C2 @MUST
  Rule: A delay that may differ for the user, and another after login, are understood
    RFC 2449 section 6.5:
    > The server SHOULD append the token "USER" to the LOGIN-
    > DELAY parameter in AUTHENTICATION state, to inform the client
    > that a more accurate value is available after authentication.
    > The server SHOULD announce the more accurate value in TRANSACTION
    > state. (The "USER" token allows the client to decide if a second
    > CAPA command is needed or not.)

    Scenario Outline: LOGIN-DELAY is <before> before login, and <after> after it
      Given the client asks for capability lists
      And the server answers:
        """
        C: CAPA
        when before login
        body line like "LOGIN-DELAY ...": LOGIN-DELAY <before>
        C: CAPA
        body line like "LOGIN-DELAY ...": LOGIN-DELAY <after>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | before     | after |
        | 900 USER   | 10    |
        | 900 USER   | 0     |
        | 900        | 900   |
        | 0          | 0     |
        | 86400 USER | 900   |
        | 2147483648 | 2147483648 |
