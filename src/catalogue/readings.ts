/** Where the text of the RFCs is silent or contradicts itself, what the suite takes it to mean. */
export interface Reading {
  /** Such as `R3`; stable, since results and bug reports name it. */
  readonly id: string;
  /** Whole sentences, for the reader of a verdict that rests on it. */
  readonly text: string;
}

/** Published with the suite, and shown beside the verdicts that rest on them. An id is never used again for another reading. */
export const READINGS: readonly Reading[] = [
  {
    id: 'R1',
    text: `The rules schar and gchar of RFC 2449 section 3 leave out the space, though the RFC's own example is "+OK Capability list follows". We admit the space in text.`,
  },
  {
    id: 'R2',
    text: 'The rule schar leaves out "[" everywhere, while sections 6.4 and 8 constrain only text that begins with it. So do we.',
  },
  {
    id: 'R3',
    text: 'The greeting rule has no space after "+OK", while RFC 1939 shows one. We admit both: "+OK[CODE]text" and even "+OKready" are legal greetings, remarked upon at most, and text may follow the timestamp.',
  },
  {
    id: 'R4',
    text: 'The grammar calls %x7F (DEL) printable. In text we let it pass with advice. It is not a VCHAR, so in the parameters of a capability and in a timestamp it is not legal.',
  },
  {
    id: 'R5',
    text: 'The rule "resp-code *CHAR" asks for no space behind "]": "[IN-USE]text" is legal.',
  },
  {
    id: 'R6',
    text: 'RFC 2449 section 5 wants what is announced in the AUTHORIZATION state announced in both states; RFC 2595 section 4 says that STLS is announced only where the command is permitted now. The later and more specific rule stands: STLS is exempt from 2449-5-S3.',
  },
  {
    id: 'R7',
    text: 'Text that begins with "[" from a server that does not announce RESP-CODES: where it has the form of a registered response code it breaks 2449-8-S1; else it is remarked upon.',
  },
  {
    id: 'R8',
    text: 'A command of the greatest length is supported if it has the same outcome as the same command when short. We do not ask that a user with a name of 248 octets exists.',
  },
  {
    id: 'R9',
    text: 'NEVER and USER, as parameters, are literals of ABNF, which are case-insensitive: any case is accepted, and other than upper case is remarked upon.',
  },
  {
    id: 'R10',
    text: '"LOGIN-DELAY 0" and "EXPIRE 0" are legal integers. A sign, a fraction or a unit is not.',
  },
  {
    id: 'R11',
    text: "AUTH belongs to any authentication error that the user's credentials caused (RFC 3206 section 6). Where an unknown user is answered positively to USER and refused at PASS, the judgement is made at PASS.",
  },
  {
    id: 'R12',
    text: 'A server may close the connection after repeated failures or abuse, and may take seconds to answer a wrong password. A check that needs a failure opens a connection of its own, and a run makes no more failed logins than it needs.',
  },
  {
    id: 'R13',
    text: 'CAPA has no restrictions (RFC 2449 section 5), but behind a successful USER only PASS or QUIT may follow (RFC 1939 section 7). A CAPA that is refused between the two, or makes the server forget the USER, is remarked upon and never a failure.',
  },
  {
    id: 'R14',
    text: 'RFC 2595 forbids the client to send more before TLS is negotiated; it does not tell the server to discard what came. Executing it under TLS is a known vulnerability all the same: advice, marked as a matter of security.',
  },
  {
    id: 'R15',
    text: `"Announced states: both" in a capability's definition binds a server that announces the capability at all. One that announces it only in the TRANSACTION state breaks the definition, and is blamed under the capability's own id, apart from 2449-5-S3, which speaks of what is announced in the AUTHORIZATION state.`,
  },
  {
    id: 'R16',
    text: "The capability list of a proxy before login and that of its backend behind it are one server's to the client, and are judged as one.",
  },
  {
    id: 'R17',
    text: 'Where a server accepts more than it must (further arguments, a bare LF, leading blanks), that is an observation, unless a requirement says that it is to be rejected.',
  },
  {
    id: 'R18',
    text: 'RFC 1939 section 3 describes an exchange of commands and responses; only PIPELINING lets a client send a command before the response to the last, the greeting included.',
  },
  {
    id: 'R19',
    text: 'RFC 1939 section 7 calls TOP and UIDL optional commands. RFC 2449 section 7 counts such commands among what a client must not require: its exceptions (APOP, AUTH, USER and PASS) are optional commands too.',
  },
  {
    id: 'R20',
    text: 'No sentence forbids a capability list to name a tag twice. Since tags are case-insensitive, and a client must be able to tell what is announced, two lines with one tag and different arguments contradict each other; two that agree are remarked upon.',
  },
  {
    id: 'R21',
    text: 'The argument of SASL is a list of the mechanisms supported, and no sentence says that it is not empty. A SASL line without a mechanism announces an AUTH command with nothing to use it for; we take the list to name at least one.',
  },
  {
    id: 'R22',
    text: 'No sentence says what a client makes of a response code that it does not know. Codes are optional, and new ones may be registered at any time (RFC 2449 section 9), so we take such a code to be as good as none.',
  },
  {
    id: 'R23',
    text: 'RFC 2449 section 5 has CAPA available in both states, so a server that has answered it once, and refuses it after login or under TLS, is wrong itself. The same section says without an exception that a client which gets -ERR has to probe as before: one that gives up there is advised, and never failed.',
  },
  {
    id: 'R24',
    text: 'No sentence limits the lines of a capability list, and no server is known to send hundreds. A client must bear many more than are registered; one to which 500 are too many is advised.',
  },
  {
    id: 'R25',
    text: 'A client must handle the largest challenges that a mechanism generates (RFC 5034 section 4). RFC 2195 and RFC 5802 name no largest, and no server is known to send 10,000 octets: a client fails to which a challenge is too long that no first line could hold, and is advised where it handles that one and not a longer one.',
  },
];
