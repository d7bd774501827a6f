import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { actions, moreActions, pickers, views, withWordBehind } from '../../src/slack/core/ids.ts';
import { registerListeners } from '../../src/slack/routes.ts';
import { elements } from '../../src/slack/segments/forms-rule.ts';

const manifest = parse(readFileSync('manifest.yml', 'utf8'));

/** What the app registers with Bolt, by kind: an App that only takes notes. */
function registrations(): Record<string, string[]> {
  const noted: Record<string, string[]> = {
    command: [],
    shortcut: [],
    event: [],
    action: [],
    view: [],
    options: [],
  };
  const bolt = new Proxy(
    {},
    {
      get: (_, kind: string) => (given: unknown) => {
        // An action may be named with its type.
        const id = typeof given === 'string' ? given : (given as { action_id?: unknown })?.action_id;
        if (typeof id === 'string') noted[kind]?.push(id);
      },
    },
  );
  registerListeners(bolt as App, {} as never);
  return noted;
}

/** Patterns of ids that the app registers for a kind: one listener of Bolt's looks up all ids of its kind. */
function patterns(kind: 'action' | 'view' | 'options'): RegExp[] {
  const noted: RegExp[] = [];
  const note = (given: unknown) => {
    const { action_id, callback_id } = given as { action_id?: unknown; callback_id?: unknown };
    for (const id of [given, action_id, callback_id]) if (id instanceof RegExp) noted.push(id);
  };
  const bolt = new Proxy({}, { get: (_, called: string) => (called === kind ? note : () => {}) });
  registerListeners(bolt as App, {} as never);
  return noted;
}

/** The Web API methods that src/slack and src/app.ts call: `client.chat.update(` is chat.update. */
function methodsCalled(): string[] {
  const files = readdirSync('src/slack', { recursive: true, encoding: 'utf8' }).map((file) =>
    join('src/slack', file),
  );
  const sources = [...files.filter((file) => file.endsWith('.ts')), 'src/app.ts'].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const calls = sources.flatMap((text) => [...text.matchAll(/\bclient\s*\.([a-z][\w]*(?:\.[a-zA-Z]+)*)\(/g)]);
  return [...new Set(calls.map((call) => call[1] ?? ''))].sort();
}

/** Bot scopes by method, from Slack's reference; null where any token does. */
const scopes: Record<string, string[] | null> = {
  'auth.test': null,
  'views.open': null,
  'views.push': null,
  'views.update': null,
  'views.publish': null,
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read'],
  'files.info': ['files:read'],
  filesUploadV2: ['files:write'],
};

describe('manifest.yml', () => {
  const registered = registrations();

  it('has the commands that the app registers', () => {
    const commands = manifest.features.slash_commands.map((command: { command: string }) => command.command);
    expect(commands.sort()).toEqual(registered.command?.sort());
  });

  it('has the shortcuts and events that the app registers', () => {
    const shortcuts = (manifest.features.shortcuts ?? []).map(
      (shortcut: { callback_id: string }) => shortcut.callback_id,
    );
    expect(shortcuts.sort()).toEqual(registered.shortcut?.sort());
    // Slack names messages by the kind of channel, and delivers all of them as "message".
    const events: string[] = manifest.settings.event_subscriptions?.bot_events ?? [];
    expect(events.map((event) => event.replace(/^message\..*/, 'message')).sort()).toEqual(
      registered.event?.sort(),
    );
  });

  it('turns interactivity on, because the app registers actions and views', () => {
    expect(patterns('action').length).toBeGreaterThan(0);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  it('asks for the scopes that the app’s calls need, and no others', () => {
    const needed = methodsCalled().flatMap((method) => {
      if (!(method in scopes)) throw new Error(`Say in this test which scopes ${method} needs.`);
      return scopes[method] ?? [];
    });
    // Slash commands, mentions and messages to the app have their own scopes; files that people upload are read.
    const all = new Set([...needed, 'commands', 'app_mentions:read', 'im:history', 'files:read']);
    expect(manifest.oauth_config.scopes.bot.sort()).toEqual([...all].sort());
  });

  it('stays inside Slack’s lengths', () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    for (const { command, description } of manifest.features.slash_commands) {
      expect(command.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(2000);
    }
  });
});

it.each([
  { kind: 'action', ids: [...Object.values(actions), ...Object.values(elements), moreActions] },
  { kind: 'view', ids: Object.values(views) },
  { kind: 'options', ids: Object.values(pickers) },
] as const)('answers every $kind that it sends, and no others', ({ kind, ids }) => {
  const known = patterns(kind);
  const answered = (id: string) => known.filter((pattern) => pattern.test(id)).length;
  expect(ids.filter((id) => answered(id) !== 1)).toEqual([]);
  for (const id of ['nothing.of.ours', 'undone', 'an.undo', '', ...ids.map((id) => `x${id}`)])
    expect(answered(id), id).toBe(0);
});

it('tells buttons side by side apart by a word behind their id, and others don’t have one', () => {
  const answered = (id: string) => patterns('action').some((pattern) => pattern.test(id));
  for (const [name, id] of Object.entries(actions))
    expect(answered(`${id}.word`), id).toBe(withWordBehind.has(name as keyof typeof actions));
});
