/** The appendix: how the suite reads the RFCs where they leave room. */

import type { RequirementResult } from '../../verdict/result.ts';
import type { Places } from './anchors.ts';
import { anchorOf, links, prose } from './anchors.ts';
import type { Safe } from './safe.ts';
import { html } from './safe.ts';

/** A reading of the text where it is silent or contradicts itself, as the suite publishes it. */
export interface Reading {
  /** Such as `R4`. */
  readonly id: string;
  /** Our own prose, in which backquotes enclose what goes over the wire. */
  readonly text: string;
}

/** True where the verdict on a requirement, or a finding in one of its scenarios, rests on the reading. */
function restsOn(requirement: RequirementResult, id: string): boolean {
  return (
    requirement.readings.includes(id) ||
    requirement.scenarios.some(({ findings }) => findings.some(({ reading }) => reading === id))
  );
}

/** Every reading with the requirements of this report that rest on it; nothing where there are no readings. */
export function appendix(
  readings: readonly Reading[],
  requirements: readonly RequirementResult[],
  places: Places,
): Safe | undefined {
  if (readings.length === 0) return undefined;
  const entry = ({ id, text }: Reading): Safe => {
    const users = requirements.filter((requirement) => restsOn(requirement, id)).map((requirement) => requirement.id);
    return html`<div id="${anchorOf(id)}">
      <dt>${id}</dt>
      <dd>${prose(text)}${users.length > 0 && html`<span class="reason">Used by ${links(users, places)}</span>`}</dd>
    </div> `;
  };
  return html`<section id="readings" aria-labelledby="readings-title">
    <h2 id="readings-title">Readings</h2>
    <p>Where the RFCs are silent or contradict themselves, the suite reads them like this.</p>
    <dl class="readings">${readings.map(entry)}</dl>
  </section> `;
}
