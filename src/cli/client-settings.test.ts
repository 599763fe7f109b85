import { describe, expect, it } from 'vitest';
import { clientSettingsOfFlags } from './client-settings.ts';
import { UsageError } from './errors.ts';
import { merged } from './run-settings.ts';

describe('clientSettingsOfFlags', () => {
  it('gives values for texts', () => {
    const flags = {
      env: ['HOST={host}', 'EMPTY=', 'EQUATION=a=b'],
      file: ['rc=poll {host}', '.config/x=@x.conf'],
      stdin: '{password}\n',
      polls: '1.5',
      pipelines: true,
      temporaryExit: ['75', '9'],
      timeout: '5',
      tls: 'implicit',
    };
    expect(clientSettingsOfFlags(['curl', '{url}'], flags)).toMatchObject({
      command: ['curl', '{url}'],
      env: [
        { name: 'HOST', template: '{host}' },
        { name: 'EMPTY', template: '' },
        { name: 'EQUATION', template: 'a=b' },
      ],
      files: [
        { name: 'rc', template: 'poll {host}' },
        { name: '.config/x', source: 'x.conf' },
      ],
      stdin: '{password}\n',
      pollsMs: 1500,
      pipelines: true,
      temporaryExits: [75, 9],
      timeoutMs: 5000,
      tls: 'implicit',
    });
  });

  it('has no command where none is given', () => {
    expect(clientSettingsOfFlags([], {}).command).toBeUndefined();
  });

  it.each([
    [
      ['curl', '{hots}'],
      {},
      /^the command: there is no placeholder \{hots\}: did you mean \{host\}\? There are \{host\}/,
    ],
    [['curl', '{xyzzy}'], {}, /there are \{host\}, .*\{ca\}; \{\{xyzzy\}\} stands for \{xyzzy\} itself/],
    [['', 'x'], {}, /^the command: the first word .* is empty/],
    [['a\0b'], {}, /^the command: .*NUL/],
    [[], { env: ['HOST'] }, /^--env: .*NAME=TEMPLATE/],
    [[], { env: ['=x'] }, /^--env: .*NAME=TEMPLATE/],
    [[], { env: ['A={x}'] }, /^--env: there is no placeholder \{x\}/],
    [[], { env: ['A=1', 'A=2'] }, /^--env: A is given twice/],
    [[], { file: ['rc'] }, /^--file: .*NAME=TEMPLATE, or NAME=@FILE/],
    [[], { file: ['/etc/rc=x'] }, /^--file: "\/etc\/rc" is not the name of a file below \{dir\}/],
    [[], { file: ['../rc=x'] }, /^--file: "..\/rc" is not/],
    [[], { file: ['a/=x'] }, /^--file: "a\/" is not/],
    [[], { file: ['rc=@'] }, /^--file: the name of a file is not empty/],
    [[], { file: ['rc=1', 'rc=@x'] }, /^--file: rc is given twice/],
    [[], { stdin: '{x}' }, /^--stdin: there is no placeholder/],
    [[], { polls: '0' }, /^--polls: "0" is not a time/],
    [[], { temporaryExit: ['0'] }, /^--temporary-exit: "0" is not an exit status of a failure/],
    [[], { temporaryExit: ['256'] }, /^--temporary-exit: /],
    [['curl'], { driver: 'driver.mjs' }, /a command and a driver are both given/],
    [[], { quiet: true, verbose: true }, /choose one/],
  ])('refuses %j with %j', (words, flags, message) => {
    expect(() => clientSettingsOfFlags(words, flags)).toThrow(message);
    expect(() => clientSettingsOfFlags(words, flags)).toThrow(UsageError);
  });
});

it('lets the command line win over a configuration file', () => {
  const below = clientSettingsOfFlags(['curl', '{url}'], { stdin: 'x' });
  const above = clientSettingsOfFlags(['mpop', '{host}'], {});
  expect(merged(below, above)).toMatchObject({ command: ['mpop', '{host}'], stdin: 'x' });
});
