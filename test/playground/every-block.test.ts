import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockTable } from '../../src/playground/slack-server/checks/blocks.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { elementsOf } from '../../src/playground/slack-server/elements.ts';
import type { AnyBlock } from '../../src/playground/slack-server/protocol.ts';
import { form, home, level } from '../support/every-block.ts';
import { type EveryBlock, openEveryBlock, shown } from '../support/every-block-app.ts';
import { type SlackPerson, slackPerson } from '../support/slack-person.ts';

let every: EveryBlock;
let ada: SlackPerson;

beforeAll(async () => {
  every = await openEveryBlock();
  ada = slackPerson(every.slack, 'U0ADA');
});
afterAll(() => every.close());

describe('what the app sends', () => {
  test('includes every block except those that only agents send, and passes the checks', () => {
    const blocks = [...Object.values(shown).flat(), ...form.blocks, ...home(1).blocks] as AnyBlock[];
    const agents = ['card', 'carousel', 'container', 'context_actions', 'file', 'plan', 'task_card', 'video'];
    expect([...new Set(blocks.map(({ type }) => type)), ...agents].sort()).toEqual(
      Object.keys(blockTable).sort(),
    );
    for (const list of Object.values(shown)) expect(checkBlocks(list, 'message')).toEqual([]);
    for (const view of [form, level(1), home(1)]) expect(checkView(view)).toEqual([]);
  });

  test('includes every element that people use', () => {
    const blocks = [...Object.values(shown).flat(), ...form.blocks] as AnyBlock[];
    const kinds = ['static', 'external', 'users', 'conversations', 'channels'];
    expect([...new Set(elementsOf(blocks).map(({ element }) => element.type))].sort()).toEqual(
      [
        ...kinds.flatMap((kind) => [`${kind}_select`, `multi_${kind}_select`]),
        'button',
        'checkboxes',
        'datepicker',
        'datetimepicker',
        'email_text_input',
        'file_input',
        'number_input',
        'overflow',
        'plain_text_input',
        'radio_buttons',
        'rich_text_input',
        'timepicker',
        'url_text_input',
      ].sort(),
    );
  });
});

describe('messages', () => {
  test.each([
    ['texts', 'Bold*, _italic_'],
    ['choices', 'Several multi_users_select'],
    ['people', 'People and seats\nName | Seats\nPerson 12 | 0'],
    ['table', 'Tag | Size\nvip | 1,204'],
    ['charts', '[chart A line chart]\n[chart A bar chart]'],
    ['more charts', '[chart An area chart]\n[chart A pie]'],
    ['markdown', '**bold**'],
  ])('/every %s is posted', async (word, expected) => {
    expect(await ada.types(`/every ${word}`)).toContain(expected);
  });

  test.each([
    ['A colour', 'Blue', { selected_option: { value: 'blue' } }],
    ['A country', 'Norway', { selected_option: { value: 'Norway' } }],
    ['A person', 'U0BOB', { selected_user: 'U0BOB' }],
    ['A conversation', 'C0QUIET', { selected_conversation: 'C0QUIET' }],
    ['A channel', 'C0GENERAL', { selected_channel: 'C0GENERAL' }],
    ['date', '2026-12-24', { selected_date: '2026-12-24' }],
    ['time', '18:00', { selected_time: '18:00' }],
    ['moment', '1764000000', { selected_date_time: 1_764_000_000 }],
    ['more', 'Rename', { selected_option: { value: 'rename' } }],
    ['radio', 'Green', { selected_option: { value: 'green' } }],
    ['boxes', ['Red', 'Blue'], { selected_options: [{ value: 'red' }, { value: 'blue' }] }],
    ['Colours', ['Red', 'Green'], { selected_options: [{ value: 'red' }, { value: 'green' }] }],
    ['Countries', ['Nepal', 'Spain'], { selected_options: [{ value: 'Nepal' }, { value: 'Spain' }] }],
    ['People', ['U0ADA', 'U0BOB'], { selected_users: ['U0ADA', 'U0BOB'] }],
    ['Conversations', ['C0QUIET'], { selected_conversations: ['C0QUIET'] }],
    ['Channels', ['C0GENERAL'], { selected_channels: ['C0GENERAL'] }],
  ])('choosing from %s arrives', async (name, option, expected) => {
    expect((await ada.chooses(name, option)).ok).toBe(true);
    expect(Object.values(every.actions).at(-1)).toMatchObject(expected);
  });

  test('buttons arrive, replace and delete; late and failing ones are reported', async () => {
    await ada.clicks('Count');
    expect(every.actions.plain_button).toMatchObject({ value: '1', block_id: 'buttons' });
    await ada.clicks('Slow');
    await ada.sees('Slowly done');
    for (const button of ['Late', 'Failing']) {
      expect(await ada.clicks(button)).toMatchObject({
        ok: false,
        notice: expect.stringContaining('some trouble connecting'),
      });
    }
    await ada.clicks('Replace');
    await ada.sees('Replaced');
  });

  test.each([
    ['late', '`/every` failed because the app did not respond.'],
    ['failing', '`/every` failed'],
    ['invalid', 'must be less than 151 characters'],
    ['slow', 'Worth waiting for'],
  ])('/every %s reports its fault', async (word, expected) => {
    expect(await ada.types(`/every ${word}`)).toContain(expected);
  });
});

describe('modals', () => {
  const filled = {
    Name: 'Acme',
    Seats: '12',
    Email: 'ada@x.org',
    Colour: 'Red',
    Country: 'Norway',
    Colours: ['Red', 'Blue'],
    Radio: 'Blue',
    Day: '2026-12-24',
    Hour: '18:00',
  };

  test('a form is checked, refused by the app, and sent', async () => {
    await ada.types('/every form');
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { Name: expect.stringContaining('required') },
    });
    await ada.fills({ ...filled, Name: 'taken' });
    expect(await ada.submits()).toEqual({ ok: false, errors: { Name: 'This name is taken.' } });
    await ada.fills({ Name: 'Acme', File: { name: 'a.csv', bytes: 'Email\nada@x.org' } });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(every.seen.metadata).toBe('kept');
    expect(every.seen.submitted).toMatchObject({
      name: { name: { type: 'plain_text_input', value: 'Acme' } },
      notes: { notes: { value: null } },
      seats: { seats: { value: '12' } },
      email: { email: { value: 'ada@x.org' } },
      colour: { colour: { selected_option: { value: 'red' } } },
      country: { country: { selected_option: { value: 'Norway' } } },
      colours: { colours: { selected_options: [{ value: 'red' }, { value: 'blue' }] } },
      countries: { countries: { selected_options: [] } },
      person: { person: { selected_user: 'U0BOB' } },
      ticks: { ticks: { selected_options: [{ value: 'green' }] } },
      wave: { wave: { selected_option: { value: 'blue' } } },
      day: { day: { selected_date: '2026-12-24' } },
      hour: { hour: { selected_time: '18:00' } },
      instant: { instant: { selected_date_time: null } },
      file: { file: { files: [{ name: 'a.csv', filetype: 'csv' }] } },
    });
  });

  test.each([
    ['late', 'didn’t answer in time'],
    ['stray', 'An error for "nowhere", which is not an input block'],
  ])('a submission that is %s keeps the form open', async (name, expected) => {
    await ada.types('/every form');
    await ada.fills({ ...filled, Name: name });
    await expect(ada.submits()).rejects.toThrow(expected);
    expect(ada.modal()?.title).toBe('Every input');
    await ada.closes();
    expect(every.seen.closed).toContain('Every input');
  });

  test('an input that dispatches changes the form, and the values stay', async () => {
    await ada.types('/every form');
    await ada.fills({ Name: 'kept', 'Echo as typed': 'hello' });
    await ada.seesModal('Heard: hello');
    await ada.fills(filled);
    await ada.submits();
    expect(every.seen.submitted).toMatchObject({ as_typed: { as_typed: { value: 'hello' } } });
  });

  test('three are stacked, a fourth is refused, and closing goes back one by one', async () => {
    every.seen.closed = [];
    await ada.types('/every stack');
    for (const title of ['Level 2', 'Level 3']) {
      await ada.clicks('Deeper');
      await ada.seesModal(title);
    }
    await ada.clicks('Deeper');
    await every.slack.waitFor(() => every.seen.refused === 'push_limit_reached');
    await ada.closes();
    expect(ada.modal()?.title).toBe('Level 2');
    await ada.closes({ all: true });
    expect(every.seen.closed).toEqual(['Level 3', 'Level 2', 'Level 1']);
  });

  test('an expired trigger, a limited call and a broken network are errors that the app can recognize', async () => {
    every.slack.setFaults({ triggersExpire: true });
    expect(await ada.types('/every expired')).toBe('No modal: expired_trigger_id');
    every.slack.setFaults({ triggersExpire: false, networkFails: true });
    await ada.types('/every expired', { timeout: 500 }).catch(() => {});
    expect(ada.modal()).toBeUndefined();
    every.slack.setFaults({ networkFails: false });
    expect(await ada.types('/every expired')).toContain('Name: [ ]');
    await ada.closes({ all: true });
  });
});

describe('the rest', () => {
  test('Home is published again on each visit, and its button arrives', async () => {
    expect(await ada.opensHome()).toContain('Visit *1*');
    expect(await ada.opensHome()).toContain('Visit *2*');
    const view = every.slack.homeOf('U0ADA');
    const block = view?.view.blocks.find(({ type }) => type === 'actions');
    await every.slack.act({
      person: 'U0ADA',
      container: { type: 'view', viewId: view?.id ?? '' },
      blockId: block?.block_id ?? '',
      actionId: 'home_button',
    });
    expect(every.actions.home_button).toMatchObject({ type: 'button' });
  });

  test('both kinds of shortcuts arrive', async () => {
    await ada.runs('anywhere');
    await ada.seesModal('Every input');
    await ada.closes();
    await every.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text: 'point at me' });
    await ada.runs('on_message', /point at me/);
    await ada.sees('You pointed at: point at me');
  });

  test('a file is sent and returned', async () => {
    const bytes = Buffer.from('a\nb\n');
    every.slack.uploadFile({ person: 'U0ADA', channel: 'C0GENERAL', name: 'a.csv', bytes });
    await ada.sees('2 lines, shouted back');
    expect(every.slack.fileBytes(ada.messages().at(-1)?.files?.[0]?.id ?? '')?.toString()).toBe('A\nB\n');
  });

  test('a mention is answered in its thread', async () => {
    expect(await ada.types('@Every are you there?')).toBe('Yes, @U0ADA?');
  });
});
