import { describe, expect, it } from 'vitest';
import { commandOf, suggest } from '../../../src/playground/page/suggestions.ts';
import type { Workspace } from '../../../src/playground/slack-server/protocol.ts';

const person = (id: string, name: string, realName: string) =>
  ({ id, name, realName, timeZone: 'UTC', locale: 'en-GB', role: 'member' }) as const;

const workspace: Workspace = {
  team: { id: 'T1', name: 'Acme' },
  app: { id: 'A1', name: 'Rollcall', botUserId: 'U0BOT' },
  people: [person('U1', 'ada', 'Ada Okafor'), person('U2', 'sam', 'Sam Rivera')],
  channels: [],
  commands: [
    { command: '/audience', description: 'At a glance' },
    { command: '/tags', description: 'Tags', usage_hint: 'new <name>' },
    { command: '/segments', description: 'Segments' },
  ],
  shortcuts: [],
  isMessagesTabReadOnly: false,
};

describe('suggest', () => {
  it.each([
    ['/', ['/audience ', '/tags ', '/segments ']],
    ['/t', ['/tags ', '/segments ']],
    ['/TAG', ['/tags ']],
    ['/nothing', []],
    ['/tags ', []],
    ['see /t', []],
    ['@', ['@Rollcall ', '@ada ', '@sam ']],
    ['hello @ok', ['hello @ada ']],
    ['(@s', ['(@sam ']],
    ['ada@x', []],
    ['/tags add vip @ada', []],
    ['', []],
  ])('completes %j to %j', (text, expected) => {
    expect(suggest(text, workspace).map(({ completed }) => completed)).toEqual(expected);
  });
});

describe('commandOf', () => {
  it.each([
    ['/tags', '/tags'],
    ['/tags new vip\nb@x.org', '/tags'],
    ['/tag', undefined],
    ['tags', undefined],
  ])('finds the command of %j: %j', (text, expected) => {
    expect(commandOf(text, workspace.commands)?.command).toBe(expected);
  });
});
