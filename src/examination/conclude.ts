/** The end of a scenario: what every octet of it says of the grammar, and everything made fit to be attached. */

import { conversations } from '../judge/conversation.ts';
import { judgePassively, type Knowledge, type PassiveJudgement, type Sighting } from '../judge/passive.ts';
import { announced } from '../client/capabilities.ts';
import { authorizationList, type Survey } from '../target/survey.ts';
import type { ServerTarget } from '../target/target.ts';
import type { FindingsAttachment, TranscriptAttachment } from '../verdict/attachments.ts';
import type { Finding } from '../verdict/result.ts';
import { renderTranscript, type RenderedTranscript, type StreamPosition } from '../verdict/transcript.ts';
import { echoHider } from '../wire/secret.ts';
import type { Side, WireEntry } from '../wire/transcript.ts';
import type { RawFinding } from './stop.ts';

/** What is told of an octet that belongs to a secret, by the side that sent it: a server can only have echoed it. */
export const COVERED: Readonly<Record<Side, string>> = {
  S: 'something else in the echo of a secret',
  C: 'something else, which is not shown since it belongs to a password, or to what is made of one',
};

/** What the survey tells the passive judgement. */
export function knowledgeOf(survey: Survey, target: ServerTarget): Knowledge {
  const says = (tag: string): boolean | undefined => {
    const lists = [
      authorizationList(survey, target.tls),
      survey.clear,
      survey.secured,
      survey.accounts[0].capabilities,
    ];
    const known = lists.filter((list) => list !== undefined);
    return known.length === 0 ? undefined : known.some((list) => announced(list, tag) !== undefined);
  };
  return {
    get respCodes() {
      return says('RESP-CODES');
    },
    get authRespCode() {
      return says('AUTH-RESP-CODE');
    },
  };
}

/** Judges every octet that the server sent in a transcript. */
export function judgeTranscript(entries: readonly WireEntry[], knowledge: Knowledge): PassiveJudgement {
  return judgePassively(conversations(entries), knowledge);
}

/** Ready to be attached: no secret is left in it. */
export interface Conclusion {
  readonly findings: FindingsAttachment;
  readonly transcript: TranscriptAttachment;
}

/** What a scenario found and everything that it saw, ready to be attached. No secret is left in it. */
export function conclude(
  own: readonly RawFinding[],
  requirement: string,
  entries: readonly WireEntry[],
  passive: PassiveJudgement,
  secrets: readonly Buffer[],
): Conclusion {
  const rendered = renderTranscript(entries, secrets);
  const hide = echoHider(secrets);
  const finish = (finding: RawFinding): Finding => {
    const at = finding.at === undefined ? undefined : rendered.locate(finding.at);
    return {
      requirement: finding.requirement ?? requirement,
      kind: finding.kind,
      message: hide(finding.message),
      ...(finding.expected === undefined ? {} : { expected: hide(finding.expected) }),
      ...(finding.actual === undefined ? {} : { actual: hide(finding.actual) }),
      ...(finding.reading === undefined ? {} : { reading: finding.reading }),
      ...(at === undefined ? {} : { at }),
    };
  };
  return {
    findings: {
      findings: [...own, ...passive.sightings.map((sighting) => sighted(sighting, rendered))].map(finish),
      judged: Object.fromEntries(passive.judged),
    },
    transcript: rendered.entries,
  };
}

/** A sighting as a finding. Of an octet that belongs to a secret nothing is told but that it is wrong. */
function sighted({ connection, from, violation }: Sighting, { hides }: Pick<RenderedTranscript, 'hides'>): RawFinding {
  const at: StreamPosition = { connection, from, offset: violation.offset };
  const actual = hides(at) ? COVERED[from] : violation.actual;
  return {
    requirement: violation.requirement,
    kind: violation.severity,
    message: `expected ${violation.expected}; there was ${actual}`,
    expected: violation.expected,
    actual,
    at,
    ...(violation.reading === undefined ? {} : { reading: violation.reading }),
  };
}
