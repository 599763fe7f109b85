import { describe, expect, it } from 'vitest';
import { merged } from './run-settings.ts';
import type { Settings } from './settings.ts';

const over = (below: Settings, above: Settings): Settings => merged(below, above);

describe('merged', () => {
  it('lets the source above win, and the one below fill in', () => {
    const below: Settings = { target: 'a', user: 'alice', strict: true };
    expect(over(below, { target: 'b', user: undefined })).toEqual({ target: 'b', user: 'alice', strict: true });
  });

  it('never mixes two ways to say one thing', () => {
    expect(over({ password: 'a' }, { passwordFile: 'f' })).toEqual({ passwordFile: 'f' });
    expect(over({ quiet: true }, { verbose: true })).toEqual({ verbose: true });
    expect(over({ ca: 'f' }, { insecure: true })).toEqual({ insecure: true });
  });
});
