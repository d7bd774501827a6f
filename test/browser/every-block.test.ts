import { resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium, openBrowser } from '../support/browser.ts';
import { type EveryBlock, openEveryBlock } from '../support/every-block-app.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('every block and element in a browser', () => {
  let every: EveryBlock;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let page: Page;

  beforeAll(async () => {
    every = await openEveryBlock({ pageRoot: resolve('dist/playground/page') });
    browser = await openBrowser(chromium as string);
    page = browser.page;
    page.setDefaultTimeout(30_000);
    await page.goto(every.slack.url);
  });
  beforeEach(() => {
    browser.errors.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await every?.close();
  });

  const message = (words: string | RegExp) =>
    page.locator('article.message').filter({ hasText: words }).last();
  const dialog = () => page.getByRole('dialog');
  const told = (action: string, expected: object) =>
    every.slack.waitFor(
      () => {
        const found = every.actions[action];
        return found && JSON.stringify(found).includes(JSON.stringify(expected).slice(1, -1))
          ? found
          : undefined;
      },
      { what: `${action} with ${JSON.stringify(expected)}, not ${JSON.stringify(every.actions[action])}` },
    );
  /** Types into the composer and sends; resolves with the newest message that contains `words`. */
  async function sends(text: string, words?: string | RegExp): Promise<Locator> {
    await page.locator('.composer textarea').first().fill(text);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send', exact: true }).first().click();
    const answer = message(words ?? '');
    if (words !== undefined) await answer.waitFor();
    return answer;
  }
  /** Opens a select by its name and chooses an option, which typing `query` brings up. */
  async function picks(within: Locator, name: string, option: string, query = '') {
    const box = within.getByRole('combobox', { name, exact: true });
    await box.click();
    if (query !== '') await box.pressSequentially(query);
    await page.getByRole('option', { name: option, exact: true }).click();
  }
  async function opens(text: string, title: string): Promise<Locator> {
    await sends(text);
    await dialog().getByRole('heading', { name: title }).waitFor();
    return dialog();
  }

  it('shows texts as Slack does, and reports button clicks to the app', async () => {
    const texts = await sends('/every texts', 'Texts & such');
    expect(await texts.locator('strong').first().textContent()).toBe('Bold');
    expect(await texts.locator('em').first().textContent()).toBe('italic');
    expect(await texts.getByRole('link', { name: 'a link' }).getAttribute('href')).toBe(
      'https://example.org',
    );
    expect(await texts.textContent()).toContain('<b> & 🎉');
    expect(await texts.textContent()).toContain('@Bob Rivera');
    await texts.getByAltText('A larger dot').waitFor();
    expect(await texts.locator('blockquote').textContent()).toBe('Quoted');
    expect(await texts.locator('.fields .field').allInnerTexts()).toEqual(['Plan\nPro', 'Seats\n12']);

    await texts.getByRole('button', { name: 'Count' }).click();
    await told('plain_button', { value: '1' });
    expect(await texts.getByRole('link', { name: 'Visit' }).getAttribute('target')).toBe('_blank');
  });

  it('asks before a button with a confirm dialog, and accepts no for an answer', async () => {
    const texts = message('Texts & such');
    await texts.getByRole('button', { name: 'Delete' }).click();
    const question = page.getByRole('alertdialog', { name: 'Really delete?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(every.actions.confirmed).toBeUndefined();
  });

  it('shows that it is waiting for a slow answer, and says if one is late or fails', async () => {
    const texts = message('Texts & such');
    await texts.getByRole('button', { name: 'Slow' }).click();
    await texts.locator('[aria-busy="true"]').waitFor();
    await message('Slowly done').waitFor();
    await texts.getByRole('button', { name: 'Late' }).click();
    await texts.getByRole('alert').getByText('some trouble connecting').waitFor();
    await texts.getByRole('button', { name: 'Failing' }).click();
    await texts.getByRole('alert').waitFor({ state: 'hidden' });
    await texts.getByRole('alert').getByText('some trouble connecting').waitFor();
    await texts.getByRole('button', { name: 'Replace' }).click();
    await message('Replaced').waitFor();
    await page.getByText('Texts & such').waitFor({ state: 'detached' });
    // The button is gone, so its message keeps the focus.
    expect(await message('Replaced').evaluate((article) => article.matches(':focus'))).toBe(true);
  });

  it('deletes what is confirmed', async () => {
    const texts = await sends('/every texts', 'Texts & such');
    await texts.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('Texts & such').waitFor({ state: 'detached' });
  });

  it.each(['late', 'failing'])('says that the command has %s', async (word) => {
    await sends(`/every ${word}`, '/every failed because the app did not respond.');
    await page
      .locator('.run.failed')
      .filter({ hasText: `/every ${word}` })
      .waitFor();
  });

  it('waits for an answer that arrives long after the acknowledgement', async () => {
    await sends('/every slow', 'Worth waiting for');
  });

  it('names the path at fault of an answer that Slack would refuse', async () => {
    await sends('/every invalid', 'must be less than 151 characters');
  });

  it('offers choices in a message', async () => {
    const choices = await sends('/every choices', 'Choices');
    await picks(choices, 'A colour', 'Blue', 'bl');
    await told('static', { value: 'blue' });
    await picks(choices, 'A person', 'Bob Rivera');
    await told('user', { selected_user: 'U0BOB' });
    await picks(choices, 'A conversation', '#quiet');
    await told('conversation', { selected_conversation: 'C0QUIET' });
    await picks(choices, 'A channel', '#general');
    await told('channel', { selected_channel: 'C0GENERAL' });
    await choices.locator('input[type=date]').fill('2026-12-24');
    await told('date', { selected_date: '2026-12-24' });
    await choices.locator('input[type=time]').fill('18:00');
    await told('time', { selected_time: '18:00' });
    await choices.locator('input[type=datetime-local]').fill('2026-12-24T18:00');
    await told('moment', { type: 'datetimepicker' });
    expect(every.actions.moment?.selected_date_time).toBeGreaterThan(1_700_000_000);
    await choices.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await told('more', { value: 'rename' });
    await choices.getByRole('radio', { name: 'Green' }).check();
    await told('radio', { value: 'green' });
    await choices.getByRole('checkbox', { name: 'Red' }).check();
    await choices.getByRole('checkbox', { name: 'Blue' }).check();
    await every.slack.waitFor(
      () => (every.actions.boxes?.selected_options as unknown[] | undefined)?.length === 2,
    );
  });

  it('asks the app for options while someone types, once they have typed enough', async () => {
    const choices = message('Choices');
    const box = choices.getByRole('combobox', { name: 'A country' });
    await box.click();
    await page.getByText('Type at least 2 characters.').waitFor();
    await box.pressSequentially('ne', { delay: 20 });
    await page.getByRole('option', { name: 'Nepal' }).waitFor();
    expect(await page.getByRole('option').allTextContents()).toEqual(['Nepal', 'Netherlands']);
    await box.press('ArrowDown');
    await box.press('Enter');
    await told('external', { value: 'Netherlands' });
    expect(every.seen.queries).toEqual(['ne']);
    await box.click();
    await box.pressSequentially('zz');
    await page.getByText('Nothing matches.').waitFor();
    await box.press('Escape');
  });

  it('offers a choice of several', async () => {
    const choices = message('Choices');
    const several = async (kind: string, options: string[]) => {
      const section = choices.locator('.block-section').filter({ hasText: kind });
      await section.getByRole('combobox').click();
      for (const option of options) await page.getByRole('option', { name: option, exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await several('multi_static_select', ['Red', 'Green']);
    await every.slack.waitFor(
      () => (every.actions.statics?.selected_options as unknown[] | undefined)?.length === 2,
    );
    await several('multi_external_select', ['Nepal', 'Spain']);
    await every.slack.waitFor(
      () => (every.actions.externals?.selected_options as unknown[] | undefined)?.length === 2,
    );
    await several('multi_users_select', ['Ada Okafor', 'Bob Rivera']);
    await told('users', { selected_users: ['U0ADA', 'U0BOB'] });
    await several('multi_conversations_select', ['#quiet']);
    await told('conversations', { selected_conversations: ['C0QUIET'] });
    await several('multi_channels_select', ['#general']);
    await told('channels', { selected_channels: ['C0GENERAL'] });
    const section = choices.locator('.block-section').filter({ hasText: 'multi_static_select' });
    await section.getByRole('button', { name: 'Remove Red' }).click();
    await told('statics', {
      selected_options: [{ text: { type: 'plain_text', text: 'Green' }, value: 'green' }],
    });
  });

  it('pages and sorts a data table', async () => {
    const people = await sends('/every people', 'People and seats');
    const names = () => people.locator('tbody th').allTextContents();
    expect(await names()).toEqual(['Person 12', 'Person 11', 'Person 10', 'Person 9', 'Person 8']);
    await people.getByRole('button', { name: 'Next page' }).click();
    await people.getByText('6 to 10 of 12').waitFor();
    expect((await names())[0]).toBe('Person 7');
    await people.getByRole('button', { name: 'Next page' }).click();
    expect(await people.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
    expect(await names()).toEqual(['Person 2', 'Person 1']);
    await people.getByRole('button', { name: 'Name' }).click();
    expect(await names()).toEqual(['Person 1', 'Person 2', 'Person 3', 'Person 4', 'Person 5']);
    await people.getByRole('button', { name: 'Seats' }).click();
    await people.getByRole('button', { name: 'Seats' }).click();
    expect(await people.getByRole('columnheader', { name: 'Seats' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    expect((await people.locator('tbody td').allTextContents()).map(Number)).toEqual([11, 10, 9, 8, 7]);
  });

  it('shows a table, charts with their numbers, and markdown', async () => {
    const table = await sends('/every table', '1,204');
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Tag', 'Size']);
    const charts = await sends('/every charts', 'A line chart');
    expect(await charts.locator('figure svg').count()).toBe(2);
    expect(await charts.locator('figure').first().locator('tbody tr').last().textContent()).toBe('Nov3029');
    const more = await sends('/every more charts', 'A pie');
    expect(await more.locator('figcaption').allTextContents()).toEqual(['An area chart', 'A pie']);
    const markdown = await sends('/every markdown', 'Title');
    expect(await markdown.locator('strong').allTextContents()).toEqual(['Title', 'bold']);
  });

  it('requires what a form requires, and puts errors under their fields', async () => {
    const form = await opens('/every form', 'Every input');
    expect(await form.locator('.alert').allTextContents()).toHaveLength(5);
    await form.getByRole('button', { name: 'Save' }).click();
    const name = form.locator('.input').filter({ hasText: 'Ten letters' });
    await name.locator('.field-error').getByText('Please complete this required field.').waitFor();
    expect(await name.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    await name.getByRole('textbox').fill('eleven letters');
    await form.getByRole('textbox', { name: 'Seats' }).fill('99');
    await form.getByRole('textbox', { name: 'Email' }).fill('ada');
    await form.getByRole('button', { name: 'Save' }).click();
    for (const error of [
      'Must be 10 characters or fewer; this has 14.',
      'Must be 50 or less.',
      'Enter a valid email address.',
    ]) {
      await form.locator('.field-error').getByText(error).waitFor();
    }

    await name.getByRole('textbox').fill('taken');
    await form.getByRole('textbox', { name: 'Notes (optional)' }).fill('two\nlines');
    await form.getByRole('textbox', { name: 'Seats' }).fill('12');
    await form.getByRole('textbox', { name: 'Email' }).fill('ada@example.org');
    await form.getByRole('textbox', { name: 'Website (optional)' }).fill('https://example.org');
    await form.getByRole('textbox', { name: 'Story (optional)' }).fill('Once\nupon a time');
    await picks(form, 'Colour', 'Red');
    await picks(form, 'Country', 'Norway', 'nor');
    await picks(form, 'Colours', 'Blue');
    await form.getByRole('combobox', { name: 'Colours' }).press('Escape');
    await picks(form, 'People (optional)', 'Ada Okafor');
    await form.getByRole('combobox', { name: 'People (optional)' }).press('Escape');
    await form.getByRole('radiogroup', { name: 'Radio' }).getByRole('radio', { name: 'Blue' }).check();
    await form.locator('input[type=date]').fill('2026-12-24');
    await form.locator('input[type=time]').fill('18:00');
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('Email\nada@x.org') });
    await form.getByRole('button', { name: 'Remove a.csv' }).waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await name.locator('.field-error').getByText('This name is taken.').waitFor();
    expect(await form.locator('.field-error').count()).toBe(1);

    await name.getByRole('textbox').fill('Acme');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'hidden' });
    expect(every.seen.submitted).toMatchObject({
      name: { name: { value: 'Acme' } },
      notes: { notes: { value: 'two\nlines' } },
      seats: { seats: { value: '12' } },
      email: { email: { value: 'ada@example.org' } },
      website: { website: { value: 'https://example.org' } },
      story: {
        story: {
          type: 'rich_text_input',
          rich_text_value: {
            type: 'rich_text',
            elements: [
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'Once\nupon a time' }] },
            ],
          },
        },
      },
      colour: { colour: { selected_option: { value: 'red' } } },
      country: { country: { selected_option: { value: 'Norway' } } },
      colours: { colours: { selected_options: [{ value: 'blue' }] } },
      person: { person: { selected_user: 'U0BOB' } },
      people: { people: { selected_users: ['U0ADA'] } },
      ticks: { ticks: { selected_options: [{ value: 'green' }] } },
      wave: { wave: { selected_option: { value: 'blue' } } },
      day: { day: { selected_date: '2026-12-24' } },
      hour: { hour: { selected_time: '18:00' } },
      file: { file: { files: [{ name: 'a.csv' }] } },
    });
  });

  it('keeps a form open whose submission is late, and refuses a file of another type', async () => {
    const form = await opens('/every form', 'Every input');
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await form.getByText('a.png can’t be used').waitFor();
    await form.getByRole('textbox', { name: 'Name' }).fill('late');
    for (const [label, value] of [
      ['Seats', '1'],
      ['Email', 'a@b.org'],
    ] as const)
      await form.getByRole('textbox', { name: label }).fill(value);
    await picks(form, 'Colour', 'Red');
    await picks(form, 'Country', 'Spain', 's');
    await picks(form, 'Colours', 'Red');
    await form.getByRole('combobox', { name: 'Colours' }).press('Escape');
    await form.getByRole('radio', { name: 'Red' }).check();
    await form.locator('input[type=date]').fill('2026-12-24');
    await form.locator('input[type=time]').fill('18:00');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('progressbar', { name: 'Waiting for the app' }).waitFor();
    await form.getByText('some trouble connecting').waitFor();
    expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('late');

    await form.getByRole('textbox', { name: 'Echo on enter (optional)' }).fill('ping');
    await form.getByRole('textbox', { name: 'Echo on enter (optional)' }).press('Enter');
    await form.getByText('Heard: ping').waitFor();
    await form.getByRole('textbox', { name: 'Echo as typed (optional)' }).pressSequentially('pong');
    await form.getByText('Heard: pong').waitFor();
    expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('late');
    await form.getByRole('button', { name: 'Not now' }).click();
    await form.waitFor({ state: 'hidden' });
    expect(every.seen.closed).toEqual(['Every input']);
  });

  it('stacks three modals, goes back to what was typed, and closes them all', async () => {
    every.seen.closed = [];
    const stack = await opens('/every stack', 'Level 1');
    await stack.getByRole('textbox', { name: 'Note (optional)' }).fill('typed below');
    await stack.getByRole('button', { name: 'Deeper' }).click();
    await stack.getByRole('heading', { name: 'Level 2' }).waitFor();
    await stack.getByRole('button', { name: 'Deeper' }).click();
    await stack.getByRole('heading', { name: 'Level 3' }).waitFor();
    await stack.getByRole('button', { name: 'Deeper' }).click();
    await every.slack.waitFor(() => every.seen.refused === 'push_limit_reached');
    await stack.getByRole('button', { name: 'Back' }).click();
    await stack.getByRole('heading', { name: 'Level 2' }).waitFor();
    await page.keyboard.press('Escape');
    await stack.getByRole('heading', { name: 'Level 1' }).waitFor();
    expect(await stack.getByRole('textbox', { name: 'Note (optional)' }).inputValue()).toBe('typed below');
    expect(every.seen.closed).toEqual(['Level 3', 'Level 2']);
    await stack.getByRole('button', { name: 'Deeper' }).click();
    await stack.getByRole('heading', { name: 'Level 2' }).waitFor();
    await stack.getByRole('button', { name: 'Close' }).click();
    await stack.waitFor({ state: 'hidden' });
    expect(every.seen.closed).toEqual(['Level 3', 'Level 2', 'Level 2', 'Level 1']);
    await page.locator('.composer textarea:focus').waitFor();
  });

  it('keeps the focus in a modal', async () => {
    const stack = await opens('/every stack', 'Level 1');
    await stack.locator('input:focus').waitFor();
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press('Tab');
      expect(await stack.locator(':focus').count()).toBe(1);
    }
    await page.keyboard.press('Escape');
    await stack.waitFor({ state: 'hidden' });
  });

  it('runs both kinds of shortcuts', async () => {
    await page.getByRole('button', { name: 'Shortcuts', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open the form' }).click();
    await dialog().getByRole('heading', { name: 'Every input' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });

    const target = await sends('point at me, please', 'point at me');
    await target.hover();
    await target.getByRole('button', { name: 'Message shortcuts' }).click();
    await page.getByRole('menuitem', { name: 'Quote this' }).click();
    const answer = message('You pointed at: point at me, please');
    await answer.waitFor();
    expect(await answer.textContent()).toContain('Only visible to you');
    expect(every.seen.shortcut).toBe('point at me, please');
  });

  it('shares a file, and shows the one that is returned', async () => {
    await page
      .locator('.composer input[type=file]')
      .first()
      .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('email\nada@x.org\n') });
    const answer = message('2 lines, shouted back');
    await answer.getByText('ADA@X.ORG').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      answer.getByRole('link', { name: 'Download loud-list.csv' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('loud-list.csv');
  });

  it('answers a mention in its thread', async () => {
    const question = await sends('@Every are you there?', 'are you there?');
    await question.getByRole('button', { name: '1 reply' }).click();
    await page.getByText('Yes, @Ada Okafor?').waitFor();
    await page.getByRole('button', { name: 'Close the thread' }).click();
  });

  it('shows Home, with a button and a table with pages', async () => {
    await page.getByRole('link', { name: 'Every' }).click();
    await page.getByRole('tab', { name: 'Home' }).click();
    const home = page.getByRole('region', { name: 'Home' });
    await home.getByText('Home, sweet home').waitFor();
    await home.getByRole('button', { name: 'Press me' }).click();
    await told('home_button', { action_id: 'home_button' });
    await home.getByRole('button', { name: 'Next page' }).click();
    await home.getByText('6 to 10 of 12').waitFor();
    await page.getByRole('tab', { name: 'Messages' }).click();
    await page.getByRole('link', { name: 'general' }).click();
  });

  it('shows in the inspector what was sent and received, and why something was refused', async () => {
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    // At the second try, it is open.
    if (!(await inspector.isVisible()))
      await page.getByRole('button', { name: 'Inspector', exact: true }).click();
    await sends('/every invalid', 'must be less than 151 characters');
    await inspector.getByText('invalid_blocks').first().waitFor();
    const posts = inspector.getByRole('button', { name: 'chat.postMessage' });
    const before = await posts.count();
    await sends('/every markdown', 'Title');
    // The newest is listed a moment after it was posted.
    await expect.poll(() => posts.count()).toBeGreaterThan(before);
    const posted = posts.first();
    await posted.click();
    await inspector.getByText('"markdown"').first().waitFor();
    await posted.click();
    const command = inspector.getByRole('button', { name: '/every' }).first();
    expect(await command.textContent()).toMatch(/to Every.*\d+ ms.*acknowledged/);
    await inspector.getByRole('checkbox', { name: 'Only failures' }).check();
    await inspector
      .getByText('invalid_blocks: must be less than 151 characters [json-pointer:/blocks/0/text/text]')
      .first()
      .waitFor();
    expect(await inspector.getByRole('button', { name: 'chat.postMessage' }).count()).toBe(0);
    await inspector.getByRole('checkbox', { name: 'Only failures' }).uncheck();
  });

  it('causes faults with its switches, and stops them', async () => {
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    const fault = (name: string) => inspector.getByRole('switch', { name });
    await fault('Triggers expire').check();
    await page.getByText('1 fault on').waitFor();
    await sends('/every expired', 'No modal: expired_trigger_id');
    await fault('Triggers expire').uncheck();

    await fault('Network fails').check();
    await sends('/every markdown');
    await inspector.getByText('not sent: the network failed').first().waitFor();
    await fault('Network fails').uncheck();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('button', { name: 'Retry' }).waitFor({ state: 'detached' });

    await fault('Rate-limited').check();
    await sends('/every table');
    await inspector.getByText('ratelimited').first().waitFor();
    const before = await page.locator('article.message').filter({ hasText: '1,204' }).count();
    await fault('Rate-limited').uncheck();
    // The client waits for as long as it was told to, and succeeds.
    await page.locator('article.message').filter({ hasText: '1,204' }).nth(before).waitFor();

    await fault('Slack is slow').check();
    const started = performance.now();
    await sends('/every form');
    await dialog().waitFor();
    expect(performance.now() - started).toBeGreaterThan(250);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await fault('Slack is slow').uncheck();
    await page.getByText('fault on').waitFor({ state: 'detached' });
    await inspector.getByRole('button', { name: 'Close the inspector' }).click();
    await inspector.waitFor({ state: 'detached' });
  });

  it('forgets ephemeral messages after a reload', async () => {
    expect(await page.getByText('You pointed at').count()).toBe(1);
    await page.reload();
    await page.getByText('point at me, please').first().waitFor();
    expect(await page.getByText('You pointed at').count()).toBe(0);
    // While the network failed, the page was told so by this status, which Chromium reports.
    expect(browser.errors.filter((error) => !error.includes('503'))).toEqual([]);
  });
});
