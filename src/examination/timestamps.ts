/** The verb for RFC 1939 section 7: the timestamp "MUST be different each time". */

import type { Examination } from './examination.ts';
import { breach } from './stop.ts';

/** No timestamp came in two greetings of this run, in whatever scenarios. */
export function expectNoTimestampTwice(x: Examination): void {
  const twice = [...x.run.timestamps].find(([, times]) => times > 1);
  if (twice !== undefined) {
    throw breach(`the timestamp ${twice[0]} came in ${twice[1]} greetings`, {
      expected: 'a timestamp that no other greeting had',
      actual: twice[0],
      at: x.position(x.session.greeting),
    });
  }
  x.evidence(`${x.run.timestamps.size} greetings of this run had as many timestamps`);
}
