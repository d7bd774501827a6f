import { afterEach, beforeAll, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// Here sources are loaded, which takes longer than Slack waits if the machine is busy; a bundle takes a fraction of that.
beforeAll(() => import('../../src/work.ts'));

let rollcall: TestRollcall | undefined;
afterEach(async () => {
  await rollcall?.close();
  rollcall = undefined;
});

it('answers everything that arrives while it is still loading, once it has loaded', async () => {
  let ready = () => {};
  const loaded = new Promise<void>((resolve) => {
    ready = resolve;
  });
  rollcall = await startRollcall('embedded', { prepare: () => loaded });
  const { ada, yuki, url, log } = rollcall;
  const answers = Promise.all([ada.types('/tags new vip'), yuki.types('/contacts find nobody@example.org')]);
  // Health checks don't wait.
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect([ada.messages(), yuki.messages(), ada.modal()]).toEqual([[], [], undefined]);
  ready();
  expect(await answers).toEqual([
    expect.stringContaining('vip'),
    expect.stringContaining('nobody@example.org'),
  ]);
  expect(log).toEqual([]);
});

it('stops before anything was asked of it', async () => {
  let isPrepared = false;
  rollcall = await startRollcall('embedded', {
    prepare: async () => {
      isPrepared = true;
    },
  });
  const { log, close } = rollcall;
  rollcall = undefined;
  await close();
  expect([isPrepared, log]).toEqual([false, []]);
});
