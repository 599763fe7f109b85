@client
Feature: RFC 2449 section 3: multi-line responses (client)

  @2449-3-C4 @MUST
  Rule: A multi-line response ends at its dot line only, and stuffed dots are removed
    RFC 2449 section 3, ABNF:
    > multi-line   =  single-line *dot-stuffed "." CRLF
    > ...
    > dot-stuffed  =  *CHAR CRLF                  ;must be dot-stuffed
    RFC 1939 section 3:
    > When examining a multi-line response, the client checks
    > to see if the line begins with the termination octet.  If so and if
    > octets other than CRLF follow, the first octet of the line (the
    > termination octet) is stripped away.  If so and if CRLF immediately
    > follows the termination character, then the response from the POP
    > server is ended and the line containing ".CRLF" is not considered
    > part of the multi-line response.

    Scenario: A message with dots is kept as it was sent
      Given what the client keeps of its mail can be seen
      And the maildrop holds the message "dots":
        """
        .
        ..
        ...
        .x
        x.
        . x
        a line. with. dots.

        .
        .
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "dots" is kept as it was sent

    Scenario Outline: A message with dots, <cut>
      Given what the client keeps of its mail can be seen
      And the maildrop holds the message "dots":
        """
        .
        ..
        x.
        .x
        .
        """
      And the server answers:
        """
        C: {k:/RETR|TOP/} ...
        <cut>
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "dots" is kept as it was sent

      Examples:
        | cut             |
        | cut every octet |
        | cut every line 5ms apart  |
        | cut every CRLF 2ms apart  |

    Scenario: A segment begins with a dot and CRLF that end a line of the text
      Given what the client keeps of its mail can be seen
      And the maildrop holds the message "borders":
        """
        Here the text ends.
        And here it does not:
        .
        """
      And the server answers:
        """
        C: {k:/RETR|TOP/} 1 ...
        S: +OK Message follows
        S: From: Sender <sender@example.org>
        S: To: Recipient <recipient@example.org>
        S: Date: Thu, 01 Jan 2026 00:00:00 +0000
        S: Message-ID: <borders@example.org>
        S: Subject: borders
        S: \r\n\
        S: pop3spec: the message "borders" begins here
        S: Here the text ends\
        wait 20ms
        S: .
        wait 20ms
        S: And here it does not:
        S: .\
        wait 20ms
        S: .
        wait 20ms
        S: pop3spec: the message "borders" ends here
        wait 20ms
        S: .
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "borders" is kept as it was sent

    Scenario: The dot line comes in three segments
      Given what the client keeps of its mail can be seen
      And the server answers:
        """
        C: {k:/RETR|TOP/} ...
        no dot line
        answer
        wait 20ms
        S: .\
        wait 20ms
        S: \r\
        wait 20ms
        S: \n\
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "first" is kept as it was sent

    Scenario: A dot behind a bare LF ends nothing, and no dot is taken away there
      Given what the client keeps of its mail can be seen
      And the maildrop holds the message "bare LF":
        """
        A bare LF and a dot:
        """
      And the server answers:
        """
        C: {k:/RETR|TOP/} 1 ...
        S: +OK Message follows
        S: From: Sender <sender@example.org>
        S: To: Recipient <recipient@example.org>
        S: Date: Thu, 01 Jan 2026 00:00:00 +0000
        S: Message-ID: <bare@example.org>
        S: Subject: bare LF
        S: \r\n\
        S: pop3spec: the message "bare LF" begins here
        S: A bare LF and a dot:\n.
        S: A bare LF, a dot and a bare LF:\n.\nA bare LF and a dot with text:\n.text
        S: pop3spec: the message "bare LF" ends here
        S: .
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "bare LF" is kept as it was sent

    Scenario: A message of many lines that begin with dots
      Given what the client keeps of its mail can be seen
      And the maildrop holds the message "long":
        """
        The next lines come by the thousand.
        """
      And the server answers:
        """
        C: {k:/RETR|TOP/} 1 ...
        S: +OK Message follows
        S: From: Sender <sender@example.org>
        S: To: Recipient <recipient@example.org>
        S: Date: Thu, 01 Jan 2026 00:00:00 +0000
        S: Message-ID: <long@example.org>
        S: Subject: long
        S: \r\n\
        S: pop3spec: the message "long" begins here
        S: {..\r\n...x\r\n*5000}\
        S: pop3spec: the message "long" ends here
        S: .
        """
      When the client fetches the mail
      Then the mail is fetched
      And the message "long" is kept as it was sent

    Scenario: A unique-id that is a dot, and one that ends with it, end no list
      When the client fetches the mail
      And the client fetches the mail with "dots as unique-ids":
        """
        C: UIDL
        body line 2: 2 x.
        body line 1: 1 .
        cut every line 5ms apart
        """
      Given the client has sent UIDL
      Then "dots as unique-ids" makes no difference

    Scenario Outline: The listing of <command> comes in pieces: <cut>
      When the client fetches the mail
      And the client fetches the mail with "pieces":
        """
        C: <command>
        <cut>
        """
      Given the client has sent <command>
      Then "pieces" makes no difference

      Examples:
        | command | cut             |
        | LIST    | cut every octet |
        | LIST    | cut every CRLF 2ms apart  |
        | UIDL    | cut every octet |
        | UIDL    | cut every CRLF 2ms apart  |
