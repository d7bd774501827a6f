import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { createSlices } from '../../src/http/slices.ts';

let server: EventEmitter;
let later: (work: () => void) => void;
let done: number[];
beforeEach(() => {
  server = new EventEmitter();
  later = createSlices(server as Server);
  done = [];
});
const putOff = (count: number) => {
  for (let n = 0; n < count; n++) later(() => done.push(n));
};

it('does all of it, in order, a little in each turn of the event loop', async () => {
  putOff(1_000);
  expect(done).toEqual([]);
  await setImmediate();
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(100);
  await expect.poll(() => done).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  putOff(1);
  await expect.poll(() => done.length).toBe(1_001);
});

it('waits while connections arrive, but not forever', async () => {
  let isComing = true;
  const come = async () => {
    while (isComing) {
      server.emit('connection');
      await setImmediate();
    }
  };
  void come();
  putOff(200);
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  // The first slice is due at once: nothing was done before it.
  expect(done.length).toBeLessThan(100);
  await expect.poll(() => done.length).toBeGreaterThan(10);
  isComing = false;
  await expect.poll(() => done.length).toBe(200);
});
