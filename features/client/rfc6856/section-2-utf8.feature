@client
Feature: RFC 6856 section 2: names and passwords in UTF-8, and STLS (client)

  @6856-2-C1 @MUST
  Rule: No name and no password in UTF-8, unless UTF8 is announced with USER
    RFC 6856 section 2.2:
    > Clients MUST NOT use UTF-8 characters when authenticating
    > if the server did not include the USER argument in the UTF8
    > capability response.
    RFC 6856 section 2.2:
    > Use of UTF-8 strings in the "AUTH" command is governed by the POP3
    > SASL [RFC5034] mechanism.

    Scenario Outline: <what> outside ASCII, and no UTF8
      Given the server answers:
        """
        engine: without SASL APOP UTF8
        """
      And the client is told the name "<name>" and the password "<password>"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

      Examples:
        | what       | name  | password |
        | A name     | jürg  | secret   |
        | A password | georg | geheimnüs |

    Scenario Outline: <what> outside ASCII, and UTF8 without USER
      Given the server answers:
        """
        engine: without SASL APOP
        C: CAPA
        body line like "UTF8 ...": UTF8
        """
      And the client is told the name "<name>" and the password "<password>"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

      Examples:
        | what       | name  | password |
        | A name     | jürg  | secret   |
        | A password | georg | geheimnüs |

    Scenario: UTF8 with another argument
      Given the server answers:
        """
        engine: without SASL APOP
        C: CAPA
        body line like "UTF8 ...": UTF8 USERS X-USER
        """
      And the client is told the name "jürg" and the password "geheimnüs"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

    Scenario: A capability USER, and UTF8 without it
      Given the server answers:
        """
        engine: without SASL APOP
        C: CAPA
        body line like "UTF8 ...": UTF8
        body line like "IMPLEMENTATION ...": IMPLEMENTATION UTF8 USER
        """
      And the client is told the name "jürg" and the password "secret"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

    Scenario: A server without CAPA
      Given the server answers:
        """
        engine: without SASL APOP CAPA
        """
      And the client is told the name "jürg" and the password "geheimnüs"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

    Scenario: A name outside ASCII for APOP
      Given the server answers:
        """
        engine: without SASL USER UTF8
        """
      And the client is told the name "jürg" and the password "secret"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

    Scenario: The mechanisms of SASL fail, and UTF8 is announced without USER
      Given the server answers:
        """
        C: CAPA
        body line like "UTF8 ...": UTF8
        C: AUTH ...
        S: -ERR Not now
        """
      And the client is told the name "jürg" and the password "geheimnüs"
      When the client fetches the mail
      Then no name and no password is sent in UTF-8

  @6856-2-C2 @MUST
  Rule: STLS is not sent after UTF8
    RFC 6856 section 2.1:
    > Clients MUST NOT issue the "STLS" command [RFC2595] after issuing
    > UTF8;

    @passive
    Scenario: UTF8 and STLS are announced
      Given the client is told to use STLS
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: UTF8 is refused
      Given the client is told to use STLS
      And the server answers:
        """
        C: UTF8
        S: -ERR Not now
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: STLS is refused the first time
      Given the client is told to use STLS
      And the server answers:
        """
        C: STLS
        when the 1st time
        S: -ERR [SYS/TEMP] Not now
        """
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: UTF8 is announced in the clear only
      Given the client is told to use STLS
      And the server answers:
        """
        C: CAPA
        when under TLS
        no body line like "UTF8 ..."
        """
      When the client fetches the mail
      Then what the client sent keeps this rule
