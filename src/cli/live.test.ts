import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../verdict/result.ts';
import { conversations, logLines, redrawnLine, type Live } from './live.ts';
import type { Step } from './watch.ts';

const ERASE = '\r\u001B[K';

const chalk = new Chalk({ level: 0 });

/** A stream that remembers. */
function stream(): { write: (text: string) => void; written: () => string } {
  let all = '';
  return {
    write: (text) => {
      all += text;
    },
    written: () => all,
  };
}

function step(done: number, verdict: Verdict, name = 'a scenario'): Step {
  const ended = { requirement: '2449-5-S1', name, verdict, reason: 'because', durationMs: 1 };
  const broken = verdict === 'fail' ? [ended] : [];
  return { ended, broken, failed: broken.length, done, total: 9, transcript: [], offences: [] };
}

describe('redrawnLine', () => {
  it('draws one line again and again, and leaves failures standing', () => {
    const { write, written } = stream();
    const live = redrawnLine({ write, chalk }, () => 60);
    live.begins('first');
    live.ends(step(1, 'pass'));
    live.begins('second');
    live.ends(step(2, 'fail'));
    live.close();
    const lines = written().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]?.endsWith(`${ERASE}✗ 2449-5-S1 failed (1.0 ms) a scenario: because`)).toBe(true);
    expect(lines[1]?.endsWith(`2/9, 1 failed  a scenario${ERASE}`)).toBe(true);
  });

  it('uses no control sequence but "erase in line", stays within the screen, and shows no name raw', () => {
    const { write, written } = stream();
    const live = redrawnLine({ write, chalk }, () => 40);
    for (const name of ['\u001B[2J\u0007'.repeat(20), 'x'.repeat(200)]) {
      live.begins(name);
      live.ends(step(1, 'pass', name));
    }
    const drawn = written().split(ERASE);
    // oxlint-disable-next-line no-control-regex -- the escapes that erase a line are what is looked for
    expect(drawn.join('')).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThan(40);
  });
});

describe('logLines', () => {
  it('tells failures at once, and now and then that the run goes on', () => {
    const { write, written } = stream();
    let now = 0;
    const live: Live = logLines({ write, chalk }, () => now);
    live.ends(step(1, 'pass'));
    live.ends(step(2, 'fail'));
    now = 10_000;
    live.ends(step(3, 'pass'));
    live.ends(step(4, 'pass'));
    live.close();
    expect(written()).toBe(
      '✗ 2449-5-S1 failed (1.0 ms) a scenario: because\n3 of 9 scenarios, 0 requirements failed so far\n',
    );
  });
});

describe('conversations', () => {
  it('shows each scenario with what was said in it', () => {
    const { write, written } = stream();
    const transcript = [{ t: 0.5, from: 'S', connection: 1, event: 'data', data: '+OK \u001B[2J\r\n' } as const];
    conversations({ write, chalk }).ends({ ...step(1, 'pass'), transcript });
    expect(written()).toBe('✓ 2449-5-S1 passed (1.0 ms) a scenario\n    0.5  S  +OK \\x1B[2J\\r\\n\n\n');
  });
});
