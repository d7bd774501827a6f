import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSlackServer } from '../../../src/playground/slack-server/server.ts';
import { type SlackPerson, slackPerson } from '../../support/slack-person.ts';
import { openStage, type Stage, tinyOptions } from './tiny-app.ts';

let stage: Stage;
let ada: SlackPerson;

beforeAll(async () => {
  stage = await openStage({ ackWithin: 200 });
  ada = slackPerson(stage.slack, 'U0ADA');
});
afterAll(() => stage.close());

describe('commands', () => {
  test('an answer in the acknowledgement is visible only to the person who typed', async () => {
    expect(await ada.types('/hello world')).toBe('Hello world from ada');
    expect(ada.messages().at(-1)?.ephemeral).toBe(true);
    expect(slackPerson(stage.slack, 'U0BOB').lastMessage()).toBe('');
  });

  test('a response URL posts one more message: a command has no original to replace', async () => {
    await ada.types('/later');
    await ada.sees('step 2');
    expect(
      ada
        .messages()
        .slice(-2)
        .map((message) => [message.text, message.ephemeral]),
    ).toEqual([
      ['step 1', true],
      ['step 2', undefined],
    ]);
    expect(slackPerson(stage.slack, 'U0BOB').lastMessage()).toBe('step 2');
  });

  test('a late acknowledgement causes a notice, and the answer is lost', async () => {
    expect(await ada.types('/slow')).toBe('`/slow` failed because the app did not respond.');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ada.messages().some(({ text }) => text === 'too late')).toBe(false);
  });

  test('a listener that answers with invalid blocks causes a notice that names the path', async () => {
    expect(await ada.types('/broken')).toBe(
      '`/broken` failed with the error "invalid_blocks". /blocks/0/text/text must be more than 0 characters',
    );
  });

  test('an unknown command is not sent to the app', async () => {
    expect(await ada.types('/nothing')).toBe('`/nothing` is not a command here.');
  });

  test('names become ids only if the command asks for it', async () => {
    await ada.types('/names tell @bob in #general');
    expect(ada.messages().at(-1)?.text).toBe('tell <@U0BOB|bob> in <#C0GENERAL|general>');
    expect(await ada.types('/hello @bob')).toBe('Hello @bob from ada');
  });
});

describe('messages with buttons', () => {
  test('a click replaces the message it was on, through its response URL', async () => {
    expect(await ada.types('/card')).toBe('Count: *1* & more\n[Again] [Away]');
    const { length } = ada.messages();
    expect(await ada.clicks('Again')).toMatchObject({ ok: true });
    expect(await ada.sees('Count: 2')).toBe('Count: 2');
    expect(ada.messages()).toHaveLength(length);
    expect(stage.seen.again).toMatchObject({
      action: { type: 'button', action_id: 'again', block_id: 'a', value: '2' },
      body: {
        type: 'block_actions',
        user: { id: 'U0ADA', name: 'ada' },
        team: { id: 'T0TINY', domain: 'tiny-team' },
        channel: { id: 'C0GENERAL', name: 'general' },
        container: { type: 'message', is_ephemeral: true },
      },
    });
  });

  test('a click can delete the message it was on', async () => {
    await ada.types('/card');
    const { length } = ada.messages();
    await ada.clicks('Away');
    await stage.slack.waitFor(() => ada.messages().length === length - 1);
  });

  test('a click on a message that no longer exists is reported', async () => {
    const outcome = await stage.slack.act({
      person: 'U0ADA',
      container: { type: 'message', channel: 'C0GENERAL', ts: '1.1' },
      blockId: 'a',
      actionId: 'again',
    });
    expect(outcome).toMatchObject({ ok: false, reason: 'gone' });
  });

  test('a button that no listener answers causes a notice', async () => {
    await ada.types('/form');
    await ada.clicks('Deeper');
    await ada.seesModal('Deep');
    await ada.closes({ all: true });
    const bob = slackPerson(stage.slack, 'U0BOB');
    await expect(async () => bob.clicks('Again')).rejects.toThrow('There is no "Again" to touch.');
  });
});

describe('modals', () => {
  const openForm = async () => {
    await ada.types('/form');
    return ada.seesModal('A form');
  };

  test('entered and initial values arrive as state.values', async () => {
    await openForm();
    expect(ada.modal()).toMatchObject({ title: 'A form', submit: 'Send', depth: 1 });
    await ada.fills({ Contacts: { name: 'people.csv', bytes: 'Email\nada@x.org\n' }, Country: 'Norway' });
    await ada.chooses('way', 'Slow');
    expect(await ada.submits()).toEqual({ ok: true });
    expect(ada.modal()).toBeUndefined();
    const { values, metadata } = stage.seen.submitted as { values: Record<string, never>; metadata: string };
    expect(metadata).toBe('kept');
    expect(values).toMatchObject({
      name: { text: { type: 'plain_text_input', value: 'first' } },
      file: {
        files: { type: 'file_input', files: [{ name: 'people.csv', mimetype: 'text/csv', size: 16 }] },
      },
      country: { pick: { type: 'external_select', selected_option: { value: 'Norway' } } },
      rule: { typed: { type: 'plain_text_input', value: null } },
      ways: { way: { type: 'static_select', selected_option: { value: 'slow' } } },
    });
    expect(stage.seen.way).toMatchObject({ type: 'static_select', selected_option: { value: 'slow' } });
  });

  test('a file is downloaded with the token, and not without', async () => {
    const { values } = stage.seen.submitted as {
      values: { file: { files: { files: { url_private_download: string }[] } } };
    };
    const url = values.file.files.files[0]?.url_private_download ?? '';
    const allowed = await fetch(url, { headers: { authorization: 'Bearer xoxb-tiny' } });
    expect(await allowed.text()).toBe('Email\nada@x.org\n');
    const refused = await fetch(url);
    expect([refused.status, await refused.text()]).toEqual([200, '<!doctype html><title>Sign in</title>']);
  });

  test('the client refuses what is missing, too long or of another kind, and sends nothing', async () => {
    await openForm();
    const sent = stage.slack.journal.length;
    await ada.fills({ Name: '' });
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: { Name: 'Please complete this required field.' },
    });
    await ada.fills({ Name: 'eleven long', Contacts: { name: 'people.pdf', bytes: 'x' } });
    expect(await ada.submits()).toEqual({
      ok: false,
      errors: {
        Name: 'Must be 10 characters or fewer; this has 11.',
        Contacts: 'people.pdf is not one of: csv.',
      },
    });
    expect(stage.slack.journal).toHaveLength(sent);
    await ada.closes();
  });

  test.each([
    ['bad', { ok: false, errors: { Name: 'Not this name.' } }, ['A form']],
    ['update', { ok: true }, ['Done']],
    ['push', { ok: true }, ['A form', 'Next']],
    ['clear', { ok: true }, []],
    ['fine', { ok: true }, []],
  ])('the app answers a submission: %s', async (name, outcome, titles) => {
    await openForm();
    await ada.fills({ Name: name });
    expect(await ada.submits()).toEqual(outcome);
    expect(stage.slack.viewsOf('U0ADA').map(({ view }) => view.title.text)).toEqual(titles);
    if (titles.length > 0) await ada.closes({ all: true });
  });

  test('an error for something that isn’t an input is reported, as in Slack', async () => {
    await openForm();
    await ada.fills({ Name: 'stray' });
    await expect(ada.submits()).rejects.toThrow(
      'An error for "nowhere", which is not an input block of the view.',
    );
    await ada.closes();
  });

  test('an input that dispatches updates the view, and what was typed stays', async () => {
    await openForm();
    const before = ada.modal()?.view.hash;
    await ada.fills({ Name: 'typed', Rule: 'everyone' });
    expect((await ada.seesModal('Read: everyone')).view.hash).not.toBe(before);
    await ada.submits();
    expect(stage.seen.submitted).toMatchObject({
      values: { name: { text: { value: 'typed' } }, rule: { typed: { value: 'everyone' } } },
    });
  });

  test('an external select asks the app for what is typed', async () => {
    await openForm();
    expect(await ada.looksUp('Country', 'N')).toEqual(['Norway', 'Nepal']);
    await ada.closes();
  });

  test('three modals are stacked, a fourth is refused, and each reports that it was closed', async () => {
    await openForm();
    await ada.clicks('Deeper');
    await ada.seesModal('Deep');
    await ada.clicks('Deeper');
    await stage.slack.waitFor(() => ada.modal()?.depth === 3);
    await ada.clicks('Deeper');
    await stage.slack.waitFor(() => stage.seen.refused === 'push_limit_reached');
    stage.seen.closed = [];
    await ada.closes();
    expect([ada.modal()?.depth, stage.seen.closed]).toEqual([2, [['Deep', false]]]);
    await ada.closes({ all: true });
    expect([ada.modal(), stage.seen.closed]).toEqual([
      undefined,
      [
        ['Deep', false],
        ['Deep', true],
        ['A form', true],
      ],
    ]);
  });
});

describe('events, shortcuts, Home and files', () => {
  test('a mention arrives marked up and is answered in its thread', async () => {
    expect(await ada.types('@Tiny what of <b> & ada@x.org?')).toBe(
      'You said: <@U0BOT> what of <b> & ada@x.org?'.replace('<@U0BOT>', '@U0BOT'),
    );
    const [question, answer] = ada.messages().slice(-2);
    expect(question?.text).toBe('<@U0BOT> what of &lt;b&gt; &amp; <mailto:ada@x.org|ada@x.org>?');
    expect(answer?.threadTs).toBe(question?.ts);
  });

  test('a direct message is received, and one in a channel isn’t', async () => {
    expect(await ada.types('hi there', { channel: 'D0ADA' })).toBe('Echo: hi there');
    const sent = stage.slack.journal.length;
    await stage.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text: 'just talking' });
    expect(stage.slack.journal).toHaveLength(sent);
  });

  test('Home is published when it is opened, and its buttons work', async () => {
    expect(await ada.opensHome()).toBe('Welcome U0ADA\n[Press]');
    const home = stage.slack.homeOf('U0ADA');
    const block = home?.view.blocks.at(-1);
    const outcome = await stage.slack.act({
      person: 'U0ADA',
      container: { type: 'view', viewId: home?.id ?? '' },
      blockId: block?.block_id ?? '',
      actionId: 'home_button',
    });
    expect([outcome.ok, stage.seen.home]).toEqual([true, 'home']);
  });

  test('a global shortcut opens a modal; an external id is valid for one view at a time', async () => {
    await ada.runs('anywhere');
    await ada.seesModal('A form');
    await slackPerson(stage.slack, 'U0BOB').runs('anywhere');
    await stage.slack.waitFor(() =>
      stage.slack.journal.some(
        (entry) => entry.kind === 'api' && entry.answer.error === 'duplicate_external_id',
      ),
    );
    await ada.closes();
  });

  test('a message shortcut contains the message', async () => {
    await stage.slack.say({ person: 'U0ADA', channel: 'C0GENERAL', text: 'look at this' });
    await ada.runs('on_this', /look at this/);
    expect(await ada.sees('About:')).toBe('About: look at this');
  });

  test('a shared file is announced and downloaded, and another one is returned', async () => {
    stage.slack.uploadFile({
      person: 'U0ADA',
      channel: 'C0GENERAL',
      name: 'a.csv',
      bytes: Buffer.from('abc'),
    });
    expect(await ada.sees('again-a.csv')).toBe('Back to you\n[file again-a.csv]');
    const id = ada.messages().at(-1)?.files?.[0]?.id ?? '';
    expect(stage.slack.fileBytes(id)?.toString()).toBe('ABC');
  });
});

test('a wrong signing secret is refused by Bolt, and the person is told', async () => {
  const other = await openStage({ appSecret: 'another' });
  const text = await slackPerson(other.slack, 'U0ADA').types('/hello');
  expect(text).toBe('`/hello` failed with the error "dispatch_failed" (the app answered 401).');
  await other.close();
});

test('an event that is not acknowledged is sent again, and says so', async () => {
  const slack = await startSlackServer(tinyOptions());
  const tries: unknown[] = [];
  const app = createServer((request, response) => {
    tries.push([request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']]);
    response.writeHead(tries.length === 1 ? 500 : 200).end();
  }).listen(0, '127.0.0.1');
  await once(app, 'listening');
  slack.connectApp(`http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`);
  slack.openHome({ person: 'U0ADA', tab: 'home' });
  await slack.waitFor(() => tries.length === 2);
  expect(tries).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
  ]);
  await slack.close();
  app.close();
});

test('without an app, a command says that no one is listening', async () => {
  const other = await openStage();
  await other.app.stop();
  const text = await slackPerson(other.slack, 'U0ADA').types('/hello');
  expect(text).toBe('`/hello` failed: nothing is listening at the app’s address.');
  await other.slack.close();
});
