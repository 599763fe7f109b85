import { expect, it } from 'vitest';
import { scenarioLines } from './own-scenario.ts';

const SOURCE = `Feature: f
  Rule: r
    > text

    @x
    Scenario: first
      When the client sends in one write:
        """
        Scenario: this is text
        """

    Scenario Outline: <a>
      When <a>

      Examples: some
        | a |
        | 1 |
        | 2 |

      Examples: others
        | a |
        | 3 |

  Rule: other
`;

it('is cut out with its text, and ends before the next', () => {
  expect(scenarioLines(SOURCE, 6, 6).join('\n')).toBe(
    'Scenario: first\n  When the client sends in one write:\n    """\n    Scenario: this is text\n    """',
  );
});

it('of an outline keeps one row, and no table without one', () => {
  expect(scenarioLines(SOURCE, 12, 18).join('\n')).toBe(
    'Scenario Outline: <a>\n  When <a>\n\n  Examples: some\n    | a |\n    | 2 |',
  );
});
