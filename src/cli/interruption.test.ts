import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { Interruption, type Interruptible } from './interruption.ts';

function watched(): {
  interruption: Interruption;
  events: EventEmitter;
  exit: ReturnType<typeof vi.fn>;
  say: ReturnType<typeof vi.fn>;
} {
  const exit = vi.fn<(status: number) => void>();
  const say = vi.fn<(sentence: string) => void>();
  const interruption = new Interruption(exit, say);
  const events = new EventEmitter();
  const process: Interruptible = { on: (event, listener) => events.on(event, listener) };
  interruption.watch(process);
  return { interruption, events, exit, say };
}

it('ends in an orderly way on the first signal, at once on the second', () => {
  const { interruption, events, exit, say } = watched();
  expect(interruption.status).toBeUndefined();
  events.emit('SIGINT');
  expect(interruption.signal.aborted).toBe(true);
  expect(interruption.status).toBe(130);
  expect(say).toHaveBeenCalledOnce();
  expect(exit).not.toHaveBeenCalled();
  events.emit('SIGTERM');
  expect(exit).toHaveBeenCalledWith(130);
});

it('takes what nobody caught for a fault of our own, and gives the run time to keep what it has', () => {
  vi.useFakeTimers();
  const { interruption, events, exit } = watched();
  const fault = new Error('oops');
  events.emit('uncaughtException', fault);
  events.emit('unhandledRejection', fault);
  expect(interruption.faults).toEqual([fault, fault]);
  expect(interruption.signal.aborted).toBe(true);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(exit).toHaveBeenCalledWith(70);
  vi.useRealTimers();
});
