# shortened by pop3spec 0.1.0 from 6856-2-S1.recorded.pop3
# "+OK UTF8 enabled" came where "-ERR" was recorded: 24 exchanges became 1, 6 conversations tried
# proved: played twice more, it showed both times; without any single piece it does not show
@server
Feature: 6856-2-S1, reproduced

  @6856-2-S1 @MUST
  Rule: UTF8 is announced with USER or nothing behind it; the command takes no parameter and is valid before login
    RFC 6856 section 2:
    > CAPA tag: UTF8 Arguments with CAPA tag: USER
    RFC 6856 section 2:
    > Announced states / possible differences: both / no Commands valid in
    > states: AUTHORIZATION
    RFC 6856 section 2.1:
    > The "UTF8" command has no parameters.
    > ...
    > The server MAY respond to the "UTF8" command with an -ERR response.
    RFC 1939 section 3:
    > A server MUST respond to an unrecognized, unimplemented, or
    > syntactically invalid command by responding with a negative status
    > indicator.

    @reproduction
    Scenario: shortened from 6856-2-S1.recorded.pop3
      Given the server announces "UTF8"
      And a session in the AUTHORIZATION state
      When the client sends "UTF8 X"
      Then the answer is negative
