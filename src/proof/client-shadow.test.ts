import { describe, expect, it } from 'vitest';
import type { Manner } from '../client/reference/manner.ts';
import { BY_THE_BOOK } from '../client/reference/by-the-book.ts';
import { ClientShadows } from './client-shadow.ts';

const DELAYS = { beforeLogin: undefined, afterLogin: undefined };

function shadow(name: string, manner: () => Partial<Manner>): { name: string; manner: () => Partial<Manner> } {
  return { name, manner };
}

function wrongTheSecondTime(): Partial<Manner> {
  let asked = 0;
  return { digest: (...proof) => ((asked += 1) === 2 ? 'x' : BY_THE_BOOK.digest(...proof)) };
}

describe('faults in the shadow of the correct client', () => {
  it('leave every decision to it, and are noted once they decide otherwise', () => {
    const shadows = new ClientShadows([
      shadow('hurries', () => ({ rests: (interval) => interval - 1 })),
      shadow('rests by the book', () => ({ rests: (...delays) => BY_THE_BOOK.rests(...delays) })),
      shadow('sends something', () => ({ digest: () => 'x' })),
    ]);
    const manner = { ...shadows.manner() };
    expect(manner.rests(1_000, DELAYS)).toBe(BY_THE_BOOK.rests(1_000, DELAYS));
    expect([...shadows.take()]).toEqual(['hurries']);
    expect([...shadows.take()]).toEqual([]);
    expect(manner.digest('<1@x>', 'y')).toBe(BY_THE_BOOK.digest('<1@x>', 'y'));
    expect([...shadows.take()]).toEqual(['sends something']);
  });

  it('that count begin anew with each launch', () => {
    const shadows = new ClientShadows([shadow('counts', wrongTheSecondTime)]);
    for (let launch = 0; launch < 3; launch += 1) shadows.manner().digest('<1@x>', 'y');
    expect([...shadows.take()]).toEqual([]);
    const manner = shadows.manner();
    for (let question = 0; question < 2; question += 1) manner.digest('<1@x>', 'y');
    expect([...shadows.take()]).toEqual(['counts']);
  });

  it('that throw decide otherwise, and harm nobody', () => {
    const shadows = new ClientShadows([
      shadow('throws', () => ({
        digest: () => {
          throw new Error('a fault of the fault');
        },
      })),
    ]);
    expect(shadows.manner().digest('<1@x>', 'y')).toBe(BY_THE_BOOK.digest('<1@x>', 'y'));
    expect([...shadows.take()]).toEqual(['throws']);
  });
});
