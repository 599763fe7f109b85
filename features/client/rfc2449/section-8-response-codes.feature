@client
Feature: RFC 2449 section 8: extended response codes (client)
  A client that does the same for a code as for none would pass whatever it made of what is like the code: where that is so
  the scenario is inconclusive.

  @2449-8-C1 @MUST
  Rule: Detail that is not known is ignored
    RFC 2449 section 8:
    > Clients MUST ignore unknown hierarchical
    > detail about the response code.

    Scenario Outline: <detail> is as good as <code>
      When the client fetches the mail, and its login is refused with "-ERR [<code>] Not now"
      And the client fetches the mail, and its login is refused with "-ERR Not now"
      And the client tells "-ERR [<code>] Not now" from "-ERR Not now"
      And the client fetches the mail, and its login is refused with "-ERR [<detail>] Not now"
      Then "-ERR [<detail>] Not now" makes no difference to "-ERR [<code>] Not now"

      Examples:
        | code        | detail               |
        | IN-USE      | IN-USE/X             |
        | IN-USE      | IN-USE/SINCE/12      |
        | LOGIN-DELAY | LOGIN-DELAY/3        |
        | SYS/TEMP    | SYS/TEMP/X           |
        | SYS/PERM    | SYS/PERM/DISK/QUOTA  |
        | AUTH        | AUTH/EXPIRED         |

  @2449-8-C2 @MUST
  Rule: Codes are read in any case
    RFC 2449 section 8:
    > Immediately following the open square bracket "[" character is a
    > response code which is interpreted in a case-insensitive fashion by
    > the client.

    Scenario Outline: <spelling> is <code>
      When the client fetches the mail, and its login is refused with "-ERR [<code>] Not now"
      And the client fetches the mail, and its login is refused with "-ERR Not now"
      And the client tells "-ERR [<code>] Not now" from "-ERR Not now"
      And the client fetches the mail, and its login is refused with "-ERR [<spelling>] Not now"
      Then "-ERR [<spelling>] Not now" makes no difference to "-ERR [<code>] Not now"

      Examples:
        | code        | spelling    |
        | IN-USE      | in-use      |
        | IN-USE      | In-Use      |
        | LOGIN-DELAY | login-delay |
        | SYS/TEMP    | sys/temp    |
        | SYS/TEMP    | SYS/temp    |
        | SYS/PERM    | sys/perm    |
        | AUTH        | auth        |

  @2449-8-C3 @SHOULD
  Rule: A code that is not known is as good as none
    RFC 2449 section 8:
    > This specification amends the POP3 standard to permit an optional
    > response code, enclosed in square brackets, at the beginning of the
    > human readable text portion of an "+OK" or "-ERR" response.

    Reading R22.

    Scenario Outline: -ERR [<code>]
      When the client fetches the mail, and its login is refused with "-ERR Not now"
      And the client fetches the mail, and its login is refused with "-ERR [<code>] Not now"
      Then "-ERR [<code>] Not now" makes no difference to "-ERR Not now"

      Examples:
        | code          |
        | XYZZY         |
        | XYZZY/IN-USE  |
        | IN-USERS      |
        | AUTHORIZATION |
        | X-SYS/TEMP    |

  @2449-8.1-C1 @MAY
  Rule: The reason for a refused login may be told apart
    RFC 2449 section 8.1:
    > This specification defines two POP3 response codes which can be used
    > to determine the reason for a failed login.

    Scenario: Each of the registered codes
      When the client fetches the mail, and its login is refused with "-ERR Not now"
      And the client fetches the mail, and its login is refused with "-ERR [AUTH] Not now"
      And the client fetches the mail, and its login is refused with "-ERR [IN-USE] Not now"
      And the client fetches the mail, and its login is refused with "-ERR [LOGIN-DELAY] Not now"
      And the client fetches the mail, and its login is refused with "-ERR [SYS/TEMP] Not now"
      And the client fetches the mail, and its login is refused with "-ERR [SYS/PERM] Not now"
      Then it is noted how the client ended each time
