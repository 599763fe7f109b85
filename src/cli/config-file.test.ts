import { describe, expect, it } from 'vitest';
import { parseClientConfig, parseConfig } from './config-file.ts';
import { UsageError } from './errors.ts';

const readClient = (text: string) => parseClientConfig(text, 'pop3spec.yaml', 'conf');
const read = (text: string) => parseConfig(text, 'pop3spec.yaml', 'conf');

describe('parseConfig', () => {
  it('reads every option', () => {
    const settings = read(`
target: localhost:8110
user: alice
password-file: secret.txt
accounts:
  - bob:builder
  - user: carol
    password: "1234"
tls: stls
ca: /etc/ca.pem
insecure: false
deliver: [dovecot-lda, -d, "{user}"]
allow-delete: true
only: ['2449-5', '@MUST']
strict: true
parallel: 4
segment: random:3
timeout: 5
max-wait: "0.5"
features: mine
out: reports
html: a.html
json: a.json
junit: a.xml
messages: a.ndjson
cucumber-html: c.html
quiet: true
`);
    expect(settings).toEqual({
      target: 'localhost:8110',
      user: 'alice',
      password: undefined,
      passwordFile: 'conf/secret.txt',
      accounts: [
        { user: 'bob', password: 'builder' },
        { user: 'carol', password: '1234' },
      ],
      tls: 'stls',
      ca: '/etc/ca.pem',
      insecure: false,
      deliver: ['dovecot-lda', '-d', '{user}'],
      allowDelete: true,
      only: ['2449-5', '@MUST'],
      strict: true,
      parallel: 4,
      segmentation: { kind: 'random', seed: 3 },
      timeoutMs: 5000,
      maxWaitMs: 500,
      features: 'conf/mine',
      out: 'conf/reports',
      html: 'conf/a.html',
      json: 'conf/a.json',
      junit: 'conf/a.xml',
      messages: 'conf/a.ndjson',
      cucumberHtml: 'conf/c.html',
      quiet: true,
      verbose: undefined,
    });
  });

  it('takes an empty file for no wishes at all', () => {
    expect(Object.values(read('# nothing\n')).every((each) => each === undefined)).toBe(true);
  });

  it('splits a command as the command line does', () => {
    expect(read(`deliver: "sh -c 'cat > /tmp/{user}'"`).deliver).toEqual(['sh', '-c', 'cat > /tmp/{user}']);
  });

  it.each([
    ['user: a\n\n\n\n\n\ntimeout: soon\n', 'pop3spec.yaml:7: timeout: "soon" is not a time'],
    ['user: a\n\n\n\n\n\nsegmnet: octet\n', 'pop3spec.yaml:7: there is no option "segmnet" (did you mean segment?)'],
    ['user: a\nxyzzy: 1\n', 'pop3spec.yaml:2: there is no option "xyzzy" (the options are target, user,'],
    ['accounts:\n  - bob:b\n  - bob\n', 'pop3spec.yaml:3: accounts: an account is written USER:PASSWORD'],
    [
      'accounts:\n  - user: bob\n    pasword: x\n',
      'pop3spec.yaml:2: accounts: an account is USER:PASSWORD, or has the keys',
    ],
    ['tls: ssl\n', 'pop3spec.yaml:1: tls: "ssl" is not one of none, stls and implicit'],
    ['strict: maybe\n', 'pop3spec.yaml:1: strict: true or false is wanted'],
    ['user: 5\n', 'pop3spec.yaml:1: user: a text is wanted'],
    ['deliver: "a | b"\n', 'pop3spec.yaml:1: deliver: the command is run without a shell'],
    ['- a\n', 'pop3spec.yaml:1: a mapping of options to values is wanted'],
    ['user: a\nuser: b\n', 'pop3spec.yaml:2: Map keys must be unique'],
    ['user: [a\nstrict: true\n', 'pop3spec.yaml:2: '],
    ['target: pop3s://host\ntls: none\n', 'pop3spec.yaml: pop3s:// is TLS from the first octet'],
  ])('says where %j is wrong', (text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(UsageError);
  });

  it('tells every mistake, from the top', () => {
    expect(() => read('tls: ssl\nxyz: 1\nstrict: 2\n')).toThrow(/yaml:1: .*\npop3spec.yaml:2: .*\npop3spec.yaml:3: /);
  });

  it('does not repeat a password', () => {
    expect(() => read('password: "wonder\\0land"\naccounts: ["bob"]\n')).not.toThrow(/wonder/);
  });
});

describe('parseClientConfig', () => {
  it('reads the options of a client', () => {
    const settings = readClient(`
command: [fetchmail, -f, "{dir}/rc"]
env:
  HOST: "{host}"
file:
  - rc=@rc.template
  - "ids="
stdin: "{password}"
polls: 2.5
pipelines: true
temporary-exit: [75, 9]
tls: stls
timeout: 5
`);
    expect(settings).toMatchObject({
      command: ['fetchmail', '-f', '{dir}/rc'],
      env: [{ name: 'HOST', template: '{host}' }],
      files: [
        { name: 'rc', source: 'conf/rc.template' },
        { name: 'ids', template: '' },
      ],
      stdin: '{password}',
      pollsMs: 2500,
      pipelines: true,
      temporaryExits: [75, 9],
      tls: 'stls',
      timeoutMs: 5000,
    });
  });

  it('takes one of what may be several, and a command as a text', () => {
    expect(readClient('command: curl "{url}"\nenv: A=b\ntemporary-exit: 75\n')).toMatchObject({
      command: ['curl', '{url}'],
      env: [{ name: 'A', template: 'b' }],
      temporaryExits: [75],
    });
  });

  it.each([
    ['command: [curl, "{hots}"]\n', 'pop3spec.yaml:1: command: there is no placeholder {hots}'],
    ['strict: true\nenv:\n  A: "{x}"\n', 'pop3spec.yaml:3: env: there is no placeholder {x}'],
    ['env: [A]\n', 'pop3spec.yaml:1: env: a variable of the environment is written NAME=TEMPLATE'],
    ['env: 5\n', 'pop3spec.yaml:1: env: NAME=TEMPLATE, a list of such texts, or a mapping'],
    ['file: ["/rc=x"]\n', 'pop3spec.yaml:1: file: "/rc" is not the name of a file below {dir}'],
    ['temporary-exit: 0\n', 'pop3spec.yaml:1: temporary-exit: "0" is not an exit status'],
    ['temporary-exit: many\n', 'pop3spec.yaml:1: temporary-exit: a number or a list of numbers is wanted'],
    ['polls: often\n', 'pop3spec.yaml:1: polls: "often" is not a time'],
    ['target: localhost\n', 'pop3spec.yaml:1: there is no option "target"'],
    ['file: [rc=1, rc=2]\n', 'pop3spec.yaml: --file: rc is given twice'],
  ])('says where %j is wrong', (text, message) => {
    expect(() => readClient(text)).toThrow(message);
    expect(() => readClient(text)).toThrow(UsageError);
  });
});
