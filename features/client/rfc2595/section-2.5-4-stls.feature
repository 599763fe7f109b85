@client
Feature: RFC 2595 sections 2.5 and 4: STLS (client)

  @2595-2.5-C1 @MUST
  Rule: Where TLS was asked for and can't be had no credentials are sent in the clear
    RFC 2595 section 2.5:
    > Both the client and server MUST check the result of the STARTTLS
    > command and subsequent TLS negotiation to see whether acceptable
    > authentication or privacy was achieved.

    @passive
    Scenario: STLS is refused
      Given the client is told to use STLS
      And the server answers:
        """
        C: STLS
        S: -ERR Not now
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: STLS is not announced
      Given the client is told to use STLS
      And the server answers:
        """
        engine: without STLS
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: STLS is not announced, but works
      Given the client is told to use STLS
      And the server answers:
        """
        C: CAPA
        no body line like "STLS"
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: A server without CAPA and STLS
      Given the client is told to use STLS
      And the server answers:
        """
        engine: without CAPA STLS
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: An empty capability list
      Given the client is told to use STLS
      And the server answers:
        """
        engine: without STLS
        C: CAPA
        no each body line
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: The connection ends behind the +OK of STLS
      Given the client is told to use STLS
      And the server answers:
        """
        C: STLS
        S: +OK Begin
        close
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: No TLS behind the +OK of STLS
      Given the client is told to use STLS
      And the server answers:
        """
        C: STLS
        S: +OK Begin\r\n+OK Go on in the clear
        wait up to 500ms for more
        close
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: The second connection, where STLS is refused on the first
      Given the client is told to use STLS
      And the server answers:
        """
        C: STLS
        when on the 1st connection
        S: -ERR Not now
        close
        C: STLS
        S: -ERR Not now
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

    Scenario: TLS was to begin with the first octet, and the server speaks none
      Given the client is told to use TLS from the first octet
      And the server speaks no TLS
      And the server answers:
        """
        C: ...
        when on the 1st connection
        close
        """
      When the client fetches the mail
      Then no credentials are sent in the clear

  @2595-4-C1 @MUST
  Rule: Nothing is sent behind STLS before TLS, and the capability list from before it is forgotten
    RFC 2595 section 4:
    > Once a
    > client issues a STLS command, it MUST NOT issue further
    > commands until a server response is seen and the TLS
    > negotiation is complete.
    RFC 2595 section 4:
    > Once TLS has been started, the client MUST discard cached
    > information about server capabilities
    What was announced in the clear can't make a difference under TLS to a client that has forgotten it.

    Scenario: The answer to STLS is held back
      Given the client is told to use STLS
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      Then what the client sent keeps this rule

    Scenario: Much is announced in the clear, and little under TLS
      Given the client is told to use STLS
      And the server answers:
        """
        engine: tls-mechanisms
        C: CAPA
        when under TLS
        no body line like "PIPELINING"
        no body line like "SASL ..."
        no body line like "UTF8 ..."
        no body line like "LANG"
        no body line like "RESP-CODES"
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client has asked for a capability list in the clear
      And the client fetches the mail with "little announced in the clear":
        """
        C: CAPA
        when in the clear
        no body line like "PIPELINING"
        no body line like "SASL ..."
        no body line like "UTF8 ..."
        no body line like "LANG"
        no body line like "RESP-CODES"
        """
      Then "little announced in the clear" makes no difference under TLS

    Scenario: Much is announced under TLS
      Given the client is told to use STLS
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client has asked for a capability list in the clear
      And the client fetches the mail with "little announced in the clear":
        """
        C: CAPA
        when in the clear
        no body line like "PIPELINING"
        no body line like "SASL ..."
        no body line like "UTF8 ..."
        no body line like "LANG"
        no body line like "RESP-CODES"
        """
      Then "little announced in the clear" makes no difference under TLS

    Scenario: CAPA is refused under TLS
      Given the client is told to use STLS
      And the server answers:
        """
        C: CAPA
        when under TLS
        S: -ERR Not now
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client has asked for a capability list in the clear
      And the client fetches the mail with "little announced in the clear":
        """
        C: CAPA
        when in the clear
        no body line like "PIPELINING"
        no body line like "SASL ..."
        no body line like "UTF8 ..."
        no body line like "LANG"
        no body line like "RESP-CODES"
        """
      Then "little announced in the clear" makes no difference under TLS

    Scenario: Mechanisms that are announced in the clear only
      Given the client is told to use STLS
      And the server answers:
        """
        engine: tls-mechanisms PLAIN
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client has asked for a capability list in the clear
      And the client fetches the mail with "the same mechanism in the clear":
        """
        engine: clear-mechanisms PLAIN
        """
      Then "the same mechanism in the clear" makes no difference under TLS

  @2595-4-C2 @SHOULD
  Rule: CAPA is sent again under TLS
    RFC 2595 section 4:
    > Once TLS has been started, the client MUST discard cached
    > information about server capabilities and SHOULD re-issue
    > the CAPA command.

    Scenario: A server that announces the same as before
      Given the client is told to use STLS
      When the client fetches the mail
      Then the capability list is asked for again under TLS

    Scenario: A server that announces little in the clear
      Given the client is told to use STLS
      And the server answers:
        """
        C: CAPA
        when in the clear
        no each body line
        after first line: STLS
        """
      When the client fetches the mail
      Then the capability list is asked for again under TLS

  @2595-4-C3 @MUST
  Rule: What comes in the clear behind the +OK of STLS is no answer under TLS
    RFC 2595 section 4:
    > Once TLS has been started, the client MUST discard cached
    > information about server capabilities and SHOULD re-issue
    > the CAPA command.  This is necessary to protect against
    > man-in-the-middle attacks which alter the capabilities list
    > prior to STLS.
    Whoever sits between the two can put an answer into the clear which the client takes for one under TLS (CVE-2021-38371).
    To drop it, to give up, and a handshake that fails, are all right.

    Reading R14.

    Scenario: A capability list
      Given the client is told to use STLS
      And the server holds each answer back until the client has had its chance
      And the server answers:
        """
        engine: tls-mechanisms
        engine: without PIPELINING UTF8
        """
      When the client fetches the mail
      And the client fetches the mail with "an injected list":
        """
        C: STLS
        after first line: +OK Capability list follows\r\nUSER\r\nPIPELINING\r\nSASL PLAIN CRAM-MD5 SCRAM-SHA-256\r\nUIDL\r\nTOP\r\n.
        """
      Then "an injected list" is not taken for the capability list under TLS

    Scenario: A refusal
      Given the client is told to use STLS
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "an injected -ERR":
        """
        C: STLS
        after first line: -ERR Unknown command
        """
      Then "an injected -ERR" is not taken for an answer under TLS

    Scenario: The answers to CAPA, USER and PASS
      Given the client is told to use STLS
      And the server holds each answer back until the client has had its chance
      And the server answers:
        """
        engine: without SASL APOP
        """
      When the client fetches the mail
      And the client fetches the mail with "injected answers":
        """
        C: STLS
        after first line: -ERR Unknown command\r\n+OK Your password?\r\n+OK Welcome
        """
      Then "injected answers" is not taken for an answer under TLS
