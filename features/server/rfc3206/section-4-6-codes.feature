@server
Feature: RFC 3206 sections 4 to 6: the SYS and AUTH response codes (server)

  @3206-4-S1 @MUST
  Rule: SYS comes on -ERR, with TEMP or PERM at its second level
    RFC 3206 section 4:
    > The SYS response code announces that a failure is due to a system
    > error, as opposed to the user's credentials or an external condition.
    > It is hierarchical, with two possible second-level codes: TEMP and
    > PERM.

    Claims: response code SYS/TEMP, response code SYS/PERM.

    @passive
    Scenario: The code of a failed login
      Given a session in the AUTHORIZATION state
      When the client logs in with a wrong password
      Then what the server sent keeps this rule

    @passive
    Scenario: The code of a login while the maildrop is in use
      Given a session in the TRANSACTION state
      And another session in the AUTHORIZATION state
      When the client logs in
      Then what the server sent keeps this rule

  @3206-6-S1 @MUST
  Rule: With AUTH-RESP-CODE, every failure that is due to credentials has the code AUTH
    RFC 3206 section 6:
    > The AUTH-RESP-CODE capability indicates that the server includes
    > the AUTH response code with any authentication error caused by a
    > problem with the user's credentials.
    RFC 3206 section 5:
    > The AUTH response code informs the client that there is a problem
    > with the user's credentials.  This might be an incorrect password, an
    > unknown user name,

    Reading R11.
    Claims: response code AUTH.

    Scenario Outline: USER and PASS with <spoiling>
      Given the server announces "AUTH-RESP-CODE"
      And the server announces "USER" in the AUTHORIZATION state
      And the client can log in by USER
      And a session in the AUTHORIZATION state
      When the client logs in by USER with <spoiling>
      Then the failure has the code AUTH, or another cause

      Examples:
        | spoiling         |
        | a wrong password |
        | an unknown user  |

    Scenario Outline: AUTH with <spoiling>
      Given the server announces "AUTH-RESP-CODE"
      And the server announces a mechanism that the suite speaks
      And a session in the AUTHORIZATION state
      When the client logs in by that mechanism with <spoiling>
      Then the failure has the code AUTH, or another cause

      Examples:
        | spoiling         |
        | a wrong password |
        | an unknown user  |

    Scenario Outline: APOP with <spoiling>
      Given the server announces "AUTH-RESP-CODE"
      And the greeting has a timestamp
      And APOP is set up for the main account
      And a session in the AUTHORIZATION state
      When the client logs in by APOP with <spoiling>
      Then the failure has the code AUTH, or another cause

      Examples:
        | spoiling         |
        | a wrong password |
        | an unknown user  |

  @3206-6-S2 @SHOULD
  Rule: A server that sends the code AUTH announces AUTH-RESP-CODE
    RFC 3206 section 5:
    > The AUTH response code informs the client that there is a problem
    > with the user's credentials.
    RFC 3206 section 6:
    > The AUTH-RESP-CODE capability indicates that the server includes
    > the AUTH response code with any authentication error caused by a
    > problem with the user's credentials.
    Only the capability tells a client that a failure without the code has another cause: section 5 recommends both together.

    @passive
    Scenario: The code of a failed login
      Given the server has CAPA
      And a session in the AUTHORIZATION state
      When the client logs in with a wrong password
      Then what the server sent keeps this rule

  @3206-6-S3 @MUST
  Rule: AUTH-RESP-CODE has no argument
    RFC 3206 section 6:
    > The AUTH-RESP-CODE capability indicates that the server includes
    > the AUTH response code with any authentication error caused by a
    > problem with the user's credentials.
    Its definition in section 6, and the registry of RFC 2449 section 9, give it no arguments.

    Claims: capability AUTH-RESP-CODE.

    Scenario Outline: The AUTH-RESP-CODE line in the <state> state
      Given the server announces "AUTH-RESP-CODE" in the <state> state
      And a session in the <state> state
      When the client sends "CAPA"
      Then what the server sent keeps this rule

      Examples:
        | state         |
        | AUTHORIZATION |
        | TRANSACTION   |
