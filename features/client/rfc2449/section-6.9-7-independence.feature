@client
Feature: RFC 2449 sections 6.9 and 7: what a client must not depend on (client)

  @2449-6.9-C1 @MUST
  Rule: What a client does does not depend on the name of the server
    RFC 2449 section 6.9:
    > Clients MUST NOT modify their behavior based on the server
    > implementation.

    Scenario Outline: IMPLEMENTATION <name>
      Given the client asks for capability lists
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "another IMPLEMENTATION":
        """
        C: CAPA
        body line like "IMPLEMENTATION ...": IMPLEMENTATION <name>
        """
      Then "another IMPLEMENTATION" makes no difference, nor does the client send later or sooner

      Examples:
        | name                                  |
        | Dovecot                               |
        | Cyrus_POP3_server_v2.4.17             |
        | Courier                               |
        | Microsoft_Exchange_Server_2003        |
        | Qpopper-version-4.0.5                 |
        | GNU_POP3_Daemon_3.15                  |
        | UW-IMAP                               |
        | MDaemon_21.5.2                        |

    Scenario Outline: A greeting of <name>
      Given the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "another greeting":
        """
        greeting
        first line: +OK <greeting> {text}
        """
      Then "another greeting" makes no difference, nor does the client send later or sooner

      Examples:
        | name       | greeting                                                     |
        | Dovecot    | Dovecot (Debian) ready.                                      |
        | Cyrus      | mail.example.org Cyrus POP3 v2.4.17 server ready             |
        | Courier    | Hello there.                                                 |
        | Exchange   | The Microsoft Exchange POP3 service is ready.                |
        | Qpopper    | QPOP (version 4.0.5) at mail.example.org starting.           |
        | Gmail      | Gpop ready for requests from 192.0.2.1 u12                   |
        | InterMail  | InterMail POP3 server ready.                                 |

    Scenario: IMPLEMENTATION before login, and none after it
      Given the client asks for capability lists
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "IMPLEMENTATION gone":
        """
        C: CAPA
        no body line like "IMPLEMENTATION ..."
        """
      Then "IMPLEMENTATION gone" makes no difference, nor does the client send later or sooner

    Scenario: IMPLEMENTATION with the word PIPELINING, which is not announced
      Given the client asks for capability lists
      And the server answers:
        """
        engine: without PIPELINING
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "PIPELINING in IMPLEMENTATION":
        """
        C: CAPA
        body line like "IMPLEMENTATION ...": IMPLEMENTATION Mail PIPELINING
        """
      Then "PIPELINING in IMPLEMENTATION" makes no difference, nor does the client send later or sooner

    Scenario: IMPLEMENTATION with the names of mechanisms, which are not announced
      Given the client asks for capability lists
      And the server answers:
        """
        engine: without SASL
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "SASL in IMPLEMENTATION":
        """
        C: CAPA
        body line like "IMPLEMENTATION ...": IMPLEMENTATION Mail SASL PLAIN CRAM-MD5 SCRAM-SHA-256
        """
      Then "SASL in IMPLEMENTATION" makes no difference, nor does the client send later or sooner

    Scenario: IMPLEMENTATION with the name of a mechanism, which is not among those announced
      Given the client asks for capability lists
      And the server answers:
        """
        engine: mechanisms PLAIN
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "CRAM-MD5 in IMPLEMENTATION":
        """
        C: CAPA
        body line like "IMPLEMENTATION ...": IMPLEMENTATION Mail CRAM-MD5 SCRAM-SHA-256
        """
      Then "CRAM-MD5 in IMPLEMENTATION" makes no difference, nor does the client send later or sooner

    Scenario: IMPLEMENTATION with the word STLS, which is not announced
      Given the client is not told to use TLS
      And the client asks for capability lists
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "STLS in IMPLEMENTATION":
        """
        C: CAPA
        body line like "IMPLEMENTATION ...": IMPLEMENTATION Mail STLS
        """
      Then "STLS in IMPLEMENTATION" makes no difference, nor does the client send later or sooner

    Scenario: A greeting with the words of capabilities, which are not announced
      Given the server answers:
        """
        engine: without PIPELINING SASL
        """
      And the server holds each answer back until the client has had its chance
      When the client fetches the mail
      And the client fetches the mail with "capabilities in the greeting":
        """
        greeting
        first line: +OK PIPELINING SASL CRAM-MD5 PLAIN {text}
        """
      Then "capabilities in the greeting" makes no difference, nor does the client send later or sooner

  @2449-7-C1 @MUST
  Rule: No extension is required to fetch the mail
    RFC 2449 section 7:
    > Clients MUST NOT require the presence of any extension for basic
    > functionality, with the exception of the authentication commands
    > (APOP, AUTH [section 6.3] and USER/PASS).

    Reading R19.

    Scenario Outline: Without <extensions>
      Given the server answers:
        """
        engine: without <extensions>
        """
      When the client fetches the mail
      Then the mail is fetched

      Examples:
        | extensions                    |
        | TOP                           |
        | UIDL                          |
        | TOP UIDL                      |
        | RESP-CODES AUTH-RESP-CODE     |
        | PIPELINING                    |
        | LOGIN-DELAY EXPIRE            |
        | IMPLEMENTATION                |
        | UTF8 LANG                     |

    Scenario: Nothing but a way to log in
      Given the server announces nothing but the way in which the client logs in
      When the client fetches the mail
      Then the mail is fetched
