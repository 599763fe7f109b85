/** The page that leads to the published results: Markdown, and the same for the same verdicts. Pure. */

import { whole } from '../report/excerpt.ts';
import { plainLines } from '../report/plain.ts';
import { folded } from '../report/printable.ts';
import { countSentence, overall, VERDICT, VERDICTS } from '../report/tally.ts';
import type { RequirementResult, Role, RunResult } from '../verdict/result.ts';
import { judgementOf, type Judgement } from './judgements.ts';
import type { Subject } from './subjects.ts';

/** What is said of a subject. */
export type Described = Pick<Subject, 'name' | 'product' | 'about' | 'command'>;

export interface SubjectReport {
  readonly subject: Described;
  readonly result: RunResult;
  /** The version of its Debian package. */
  readonly version: string;
}

/** The pages of a role, in the folder of the reports. */
export const PAGES: Readonly<Record<Role, { readonly overview: string; readonly matrix: string }>> = {
  server: { overview: 'README.md', matrix: 'matrix.html' },
  client: { overview: 'clients.md', matrix: 'clients.html' },
};

const FAULT: Readonly<Record<Judgement['fault'], (role: Role) => string>> = {
  theirs: (role) => `The ${role} breaks the requirement.`,
  reading: () => 'A matter of reading.',
  ours: () => 'The suite is wrong.',
};

const JUDGED = `Every failed requirement below was checked by hand against the RFC; the judgements are in
\`src/interop/judgements.yaml\`, and a failure without one, or one without its failure, makes the run fail.`;

const HEAD: Readonly<Record<Role, (segmentations: string) => string>> = {
  server: (segmentations) => `# The suite against real servers

Written by \`npm run interop\`, which starts each server as Debian packages it, runs the whole suite against it once for
each segmentation (${segmentations}), and fails where a verdict depends on it. ${JUDGED}
The servers are configured for tests (passwords in the clear are permitted), so advice on that says nothing about
Debian's defaults. What [real clients](${PAGES.client.overview}) do is on a page of its own.

[The matrix](${PAGES.server.matrix}) has all requirements by servers, each cell with its evidence.
`,
  client: (segmentations) => `# The suite against real clients

Written by \`npm run interop\`, which launches each client as Debian packages it, unmodified, once or more for each
scenario, for each segmentation (${segmentations}), and fails where a verdict depends on it. ${JUDGED}
A client is judged as its command line makes it behave, which stands below. What [real servers](${PAGES.server.overview})
do is on a page of its own.

[The matrix](${PAGES.client.matrix}) has all requirements by clients, each cell with its evidence.
`,
};

/** How much of an exchange is shown, besides its end and what is around the breach: the report has all of it. */
const SHOWN = { lines: 24, octets: 3_000 };

/**
 * The page for the subjects of a role.
 * @param segmentations those that the run was made with
 */
export function renderOverview(
  role: Role,
  segmentations: readonly string[],
  reports: readonly SubjectReport[],
  judgements: readonly Judgement[],
): string {
  const sections = reports.map((report) => section(role, report, judgements));
  const head = HEAD[role](segmentations.map((each) => `\`${each}\``).join(', '));
  return `${[head, table(role, reports), ...sections].join('\n').trimEnd()}\n`;
}

function table(role: Role, reports: readonly SubjectReport[]): string {
  const titles = [role, 'version', 'outcome', ...VERDICTS.map((verdict) => VERDICT[verdict].word)];
  const rows = reports.map(({ subject: { name }, result, version }) => {
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

function section(role: Role, { subject, result }: SubjectReport, judgements: readonly Judgement[]): string {
  const of = (verdict: RequirementResult['verdict']): RequirementResult[] =>
    result.requirements.filter((requirement) => requirement.verdict === verdict);
  const failed = of('fail').map((requirement) =>
    failure(role, requirement, judgementOf(judgements, subject.product, requirement.id)),
  );
  const open = [...of('advice'), ...of('inconclusive')].map(
    ({ id, verdict, reason }) => `* ${id}, ${VERDICT[verdict].word}: ${cell(reason)}`,
  );
  return [
    `## ${subject.name}`,
    '',
    `${subject.about}. ${countSentence(overall(result))}.`,
    '',
    ...(subject.command === undefined ? [] : ['```', subject.command, '```', '']),
    ...(failed.length === 0 ? [] : [...failed, '']),
    ...(open.length === 0 ? [] : ['Advice, and what could not be judged:', '', ...open, '']),
  ].join('\n');
}

function failure(role: Role, requirement: RequirementResult, judgement: Judgement | undefined): string {
  const { id, level, reason } = requirement;
  const text =
    judgement === undefined ? '**Not judged yet.**' : `**${FAULT[judgement.fault](role)}** ${judgement.because.trim()}`;
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
