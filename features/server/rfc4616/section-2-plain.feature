@server
Feature: RFC 4616 section 2: the identities of PLAIN (server)

  @4616-2-S1 @MUST
  Rule: Whether the authenticated user may act as the authorization identity is checked
    RFC 4616 section 2:
    > Upon receipt of the message, the server will verify the presented (in
    > the message) authentication identity (authcid) and password (passwd)
    > with the system authentication database, and it will verify that the
    > authentication credentials permit the client to act as the (presented
    > or derived) authorization identity (authzid).  If both steps succeed,
    > the user is authenticated.

    Scenario: One user's password, and another user as authorization identity
      Given the server announces the mechanism "PLAIN"
      And a second account
      And the client can log in by PLAIN
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN to act as the second account
      Then the login is refused, or does not open the maildrop of the main account

    Scenario: An authorization identity that nobody has
      Given the server announces the mechanism "PLAIN"
      And the client can log in by PLAIN
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN to act as nobody
      Then the login is refused, or does not open the maildrop of the main account

    Scenario: The user's own name as authorization identity
      Given the server announces the mechanism "PLAIN"
      And the client can log in by PLAIN
      And a session in the AUTHORIZATION state
      When the client logs in by PLAIN to act as itself
      Then the answer is positive, or another that is advised against
