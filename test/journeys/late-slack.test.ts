import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// Slack answers Rollcall's calls late. Slack itself still gets its acknowledgment within three seconds, and
// every window ends with a form or a sentence.

let rollcall: TestRollcall;
let forgotten = 0;
const realTicks = performance.now.bind(performance);

beforeAll(async () => {
  rollcall = await startRollcall('embedded');
  await rollcall.ada.types('/segments new Everyone here: everyone');
  vi.spyOn(performance, 'now').mockImplementation(() => realTicks() + forgotten);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await rollcall?.close();
});
afterEach(async () => {
  rollcall.slack.refuse([]);
  while (rollcall.ada.modal()) await rollcall.ada.closes({ all: true });
});

/** Slack takes this long for a call, in ms. A trigger is good for 3,000. */
const late = (call: string, lateBy: number) => rollcall.slack.refuse([{ call, lateBy }]);
/** What Slack said about people is now too old: Rollcall asks again. */
const forgetPeople = () => {
  forgotten += 6 * 60_000;
};

describe('while Slack takes long to say who someone is', () => {
  it('a shortcut opens its window at once, and fills it', async () => {
    forgetPeople();
    late('users.info', 1_500);
    const outcome = await rollcall.ada.runs('new_segment');
    expect(outcome).toMatchObject({ ok: true });
    expect((await rollcall.ada.seesModal('New segment')).text).toContain('One moment…');
    expect((await rollcall.ada.seesModal('Who’s in this segment')).submit).toBeDefined();
  });

  it('a command whose form is too late says so, with a button that opens it', async () => {
    forgetPeople();
    late('users.info', 3_200);
    await rollcall.ada.types('/segments new');
    expect(await rollcall.ada.sees('took too long to open')).not.toContain('on our side');
    await rollcall.ada.clicks('/segments new');
    await rollcall.ada.seesModal('Who’s in this segment');
  });

  it('a picker suggests nothing rather than answer late', async () => {
    await rollcall.ada.types('/segments new');
    await rollcall.ada.seesModal('Who’s in this segment');
    await rollcall.ada.clicks('Add a condition');
    await rollcall.ada.seesModal('Choose what');
    forgetPeople();
    late('users.info', 4_000);
    expect(await rollcall.ada.looksUp('form.what', 'tag')).toEqual([]);
    rollcall.slack.refuse([]);
  });

  it('a submitted segment waits in its window, and is created', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new');
    await ada.seesModal('Who’s in this segment');
    await ada.fills({ name: 'Late one' });
    forgetPeople();
    late('users.info', 2_500);
    expect(await ada.submits()).toEqual({ ok: true });
    expect(ada.modal()?.text).toContain('One moment…');
    await ada.sees('Created *Late one*');
    await ada.seesModal('Created *Late one*');
  });

  it('a submitted segment with a mistake comes back as it was typed, with a sentence', async () => {
    const { ada } = rollcall;
    await ada.types('/segments new');
    await ada.seesModal('Who’s in this segment');
    await ada.fills({ name: 'Everyone here' });
    forgetPeople();
    late('users.info', 2_500);
    expect(await ada.submits()).toEqual({ ok: true });
    const { blocks, text } = await ada.seesModal('A segment named "Everyone here" already exists');
    expect(text).toContain('Who’s in this segment');
    expect(JSON.stringify(blocks)).toContain('"initial_value":"Everyone here"');
  });
});

it('a window whose content Slack accepts late is still filled', async () => {
  const { ada, slack } = rollcall;
  forgetPeople();
  slack.refuse([
    { call: 'users.info', lateBy: 1_200 },
    { call: 'views.update', lateBy: 1_200 },
  ]);
  await ada.runs('new_segment');
  await ada.seesModal('Who’s in this segment');
});

it('a window that can’t be filled is explained in a message', async () => {
  const { ada, slack } = rollcall;
  forgetPeople();
  slack.refuse([
    { call: 'users.info', lateBy: 1_200 },
    { call: 'views.update', error: 'ratelimited' },
  ]);
  await ada.runs('new_segment');
  await ada.sees('accepting more messages from Rollcall');
});

it('a window that was closed in the meantime needs no explanation', async () => {
  const { ada, slack } = rollcall;
  forgetPeople();
  const before = ada.messages().length;
  late('users.info', 1_200);
  await ada.runs('new_segment');
  await ada.seesModal('New segment');
  await ada.closes();
  await slack.waitFor(() => slack.journal.some(({ kind }) => kind === 'api'), { what: 'the refused update' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(ada.messages()).toHaveLength(before);
  expect(rollcall.log.filter((line) => line.includes('listener failed'))).toEqual([]);
});

it.each([
  ['expired_trigger_id', 'took too long to open'],
  ['push_limit_reached', 'Something went wrong on our side'],
])(
  'a button in a window says at its top that Slack refused (%s), and keeps what was typed',
  async (error, words) => {
    const { ada, slack } = rollcall;
    await ada.types('/audience settings');
    await ada.seesModal('Settings');
    slack.refuse([{ call: 'views.push', error }]);
    await ada.clicks('API keys');
    const { text, submit } = await ada.seesModal(words);
    expect(text).toContain('Time zone');
    expect(submit).toBe('Save');
  },
);
