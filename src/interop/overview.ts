/** The page that leads to the published results: Markdown, and the same for the same verdicts. Pure. */

import { whole } from '../report/excerpt.ts';
import { plainLines } from '../report/plain.ts';
import { folded } from '../report/printable.ts';
import { countSentence, overall, VERDICT, VERDICTS } from '../report/tally.ts';
import type { RequirementResult, RunResult } from '../verdict/result.ts';
import { judgementOf, type Judgement } from './judgements.ts';
import { nameOf, type Peer } from './peers.ts';

export interface PeerReport {
  readonly peer: Peer;
  readonly result: RunResult;
  /** The version of the server's Debian package. */
  readonly version: string;
}

const FAULT: Readonly<Record<Judgement['fault'], string>> = {
  theirs: 'The server breaks the requirement.',
  reading: 'A matter of reading.',
  ours: 'The suite is wrong.',
};

const HEAD = `# The suite against real servers

Written by \`npm run interop\`, which starts each server as Debian packages it, runs the whole suite against it once for
each segmentation (\`whole\`, \`octet\`, \`crlf\`, \`random:1\`), and fails where a verdict depends on it. Every failed
requirement below was checked by hand against the RFC; the judgements are in \`src/interop/judgements.yaml\`, and a
failure without one, or one without its failure, makes the run fail. The servers are configured for tests (passwords in
the clear are permitted), so advice on that says nothing about Debian's defaults.

[The matrix](matrix.html) has all requirements by servers, each cell with its evidence.
`;

/** How much of an exchange is shown, besides its end and what is around the breach: the report has all of it. */
const SHOWN = { lines: 24, octets: 3_000 };

/** The page for the peers of a run. */
export function renderOverview(reports: readonly PeerReport[], judgements: readonly Judgement[]): string {
  return `${[HEAD, table(reports), ...reports.map((report) => section(report, judgements))].join('\n').trimEnd()}\n`;
}

function table(reports: readonly PeerReport[]): string {
  const titles = ['peer', 'version', 'outcome', ...VERDICTS.map((verdict) => VERDICT[verdict].word)];
  const rows = reports.map(({ peer, result, version }) => {
    const name = nameOf(peer);
    const counts = overall(result);
    return [
      `[${name}](#${name}) ([report](${name}.html), [data](${name}.json))`,
      cell(version),
      result.verdict,
      ...VERDICTS.map((verdict) => `${counts[verdict]}`),
    ];
  });
  return `${[titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function section({ peer, result }: PeerReport, judgements: readonly Judgement[]): string {
  const of = (verdict: RequirementResult['verdict']): RequirementResult[] =>
    result.requirements.filter((requirement) => requirement.verdict === verdict);
  const failed = of('fail').map((requirement) =>
    failure(requirement, judgementOf(judgements, peer.server, requirement.id)),
  );
  const open = [...of('advice'), ...of('inconclusive')].map(
    ({ id, verdict, reason }) => `* ${id}, ${VERDICT[verdict].word}: ${cell(reason)}`,
  );
  return [
    `## ${nameOf(peer)}`,
    '',
    `${peer.about}. ${countSentence(overall(result))}.`,
    '',
    ...(failed.length === 0 ? [] : [...failed, '']),
    ...(open.length === 0 ? [] : ['Advice, and what could not be judged:', '', ...open, '']),
  ].join('\n');
}

function failure(requirement: RequirementResult, judgement: Judgement | undefined): string {
  const { id, level, reason } = requirement;
  const text =
    judgement === undefined ? '**Not judged yet.**' : `**${FAULT[judgement.fault]}** ${judgement.because.trim()}`;
  const shown = exchange(requirement).map((line) => `  ${line}`);
  return [`* **${id}** (${level}): ${cell(reason)}  `, `  ${text.replaceAll(/\s+/g, ' ')}`, '', ...shown].join('\n');
}

/**
 * The lines of the conversation with the breach, as the RFCs write them, in a fence. Times are left out: they differ from
 * run to run. Each line begins with its speaker, so none that a peer sends can end the fence.
 */
function exchange({ scenarios }: RequirementResult): string[] {
  const scenario = scenarios.find(({ verdict, transcript }) => verdict === 'fail' && transcript.length > 0);
  if (scenario === undefined) return [];
  const at = scenario.findings.find((finding) => finding.kind === 'fail')?.at;
  const lines = plainLines(whole(scenario.transcript, at === undefined ? [] : [at], SHOWN));
  return ['```', ...lines.map(({ from, text }) => (from === undefined ? text : `${from}: ${text}`)), '```'];
}

/** Text that may come from a peer, in Markdown: one line, in which no character means anything but itself. */
function cell(text: string): string {
  return folded(text).replaceAll(/[\\`*_[\]<>|&~]/g, '\\$&');
}
