import type { WebClient } from '@slack/web-api';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createCallers } from '../../../src/slack/core/callers.ts';
import { findWorkspace } from '../../../src/storage/workspace/workspaces.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience();
let team: string;
let now: Date;
let ticks: number;
let tests = 0;

beforeEach(() => {
  tests += 1;
  team = `T0CALLERS${tests}`;
  now = new Date('2026-11-23T10:00:00Z');
  ticks = 5_000;
});

const member = { team_id: '', tz: 'Europe/London', locale: 'en-GB' };

/** A Slack that knows these people, and one way to ask who they are here. */
function slack(users: Record<string, object>) {
  const info = vi.fn(async ({ user }: { user: string }) => {
    if (users[user] === undefined) throw Object.assign(new Error('user_not_found'), { data: { ok: false } });
    const said: object = { id: user, ...member, team_id: team, ...users[user] };
    return { ok: true, user: said };
  });
  const client = { users: { info } } as unknown as WebClient;
  const callers = createCallers({ storage: audience.storage, now: () => now }, team, () => ticks);
  return { info, callerOf: (userId: string) => callers({ teamId: team, userId }, client) };
}

describe('the role of a Slack person', () => {
  it.each([
    ['a member', {}, 'editor'],
    ['an admin', { is_admin: true }, 'admin'],
    ['an owner', { is_owner: true }, 'admin'],
    ['the primary owner', { is_primary_owner: true }, 'admin'],
  ])('of %s', async (_, user, role) => {
    expect(await slack({ U1: user }).callerOf('U1')).toMatchObject({ actor: 'U1', role });
  });

  it.each([
    ['a guest', { is_restricted: true }],
    ['a single-channel guest', { is_ultra_restricted: true }],
    ['a guest, even one who is called an admin', { is_restricted: true, is_admin: true }],
    ['a stranger', { is_stranger: true }],
    ['somebody of another organisation', { team_id: 'T0OTHER' }],
    ['an admin of another organisation', { team_id: 'T0OTHER', is_admin: true }],
    ['an app', { is_bot: true }],
    ['somebody who has left', { deleted: true }],
  ])('doesn’t exist for %s, and no workspace is created for them', async (_, user) => {
    expect(await refused(slack({ U1: user }).callerOf('U1'))).toBe(
      'not-allowed: Rollcall only answers members of this workspace, not guests or people from other organizations.',
    );
    expect(await audience.storage.prisma.workspace.findUnique({ where: { teamId: team } })).toBeNull();
  });

  it('is what the settings say about a member, at once; Slack’s own admins stay admins', async () => {
    const { callerOf } = slack({ U1: {}, U2: { is_admin: true }, U3: { is_restricted: true } });
    const { workspaceId } = await callerOf('U1');
    const give = async (userId: string, role: string) => {
      const { roleOverride } = audience.storage.prisma;
      await roleOverride.deleteMany({ where: { workspaceId, userId } });
      await roleOverride.create({ data: { workspaceId, userId, role, givenBy: 'U9' } });
    };
    for (const userId of ['U1', 'U2', 'U3']) await give(userId, 'viewer');
    expect(await callerOf('U1')).toMatchObject({ role: 'viewer' });
    expect(await callerOf('U2')).toMatchObject({ role: 'admin' });
    await give('U1', 'admin');
    expect(await callerOf('U1')).toMatchObject({ role: 'admin' });
    await give('U3', 'admin');
    expect(await refused(callerOf('U3'))).toContain('not guests');
  });

  it('is requested from Slack once in five minutes', async () => {
    const { info, callerOf } = slack({ U1: { is_admin: true } });
    await Promise.all([callerOf('U1'), callerOf('U1')]);
    ticks += 299_000;
    await callerOf('U1');
    expect(info).toHaveBeenCalledTimes(1);
    ticks += 1_000;
    info.mockResolvedValueOnce({ ok: true, user: { id: 'U1', ...member, team_id: team } });
    expect(await callerOf('U1')).toMatchObject({ role: 'editor' });
    expect(info).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['an hour back', -3_600_000],
    ['ten years ahead, and stays there', 10 * 365 * 86_400_000],
  ])('is requested after the same time when the clock is set %s', async (_, jump) => {
    const { info, callerOf } = slack({ U1: { is_admin: true } });
    await callerOf('U1');
    now = new Date(now.getTime() + jump);
    ticks += 299_999;
    expect(await callerOf('U1')).toMatchObject({ role: 'admin' });
    expect(info).toHaveBeenCalledTimes(1);
    ticks += 1;
    info.mockResolvedValueOnce({ ok: true, user: { id: 'U1', ...member, team_id: team, deleted: true } });
    expect(await refused(callerOf('U1'))).toContain('only answers members of this workspace');
  });

  it('is requested again after Slack didn’t answer', async () => {
    const { info, callerOf } = slack({ U1: {} });
    info.mockRejectedValueOnce(new Error('no network'));
    expect(await refused(callerOf('U1'))).toBe(
      'unavailable: Slack didn’t say who you are, so Rollcall can’t check your permissions.',
    );
    expect(await callerOf('U1')).toMatchObject({ role: 'editor' });
  });
});

describe('the settings of a workspace', () => {
  it('come from the first person, and not from the second', async () => {
    const { callerOf } = slack({
      U1: { tz: 'America/New_York', locale: 'en-US' },
      U2: { tz: 'Europe/Berlin', locale: 'de-DE' },
    });
    const { workspaceId } = await callerOf('U1');
    expect(await callerOf('U2')).toMatchObject({ workspaceId });
    expect(await findWorkspace(audience.storage, workspaceId)).toMatchObject({
      timeZone: 'America/New_York',
      weekStart: 'sunday',
      dateOrder: 'mdy',
      settingsFrom: 'U1',
    });
  });

  it('come from one person if two are first at the same moment', async () => {
    const { callerOf } = slack({
      U1: { tz: 'America/New_York', locale: 'en-US' },
      U2: { tz: 'Europe/Berlin', locale: 'de-DE' },
    });
    const [one, two] = await Promise.all([callerOf('U1'), callerOf('U2')]);
    expect(two.workspaceId).toBe(one.workspaceId);
    const { timeZone, dateOrder, settingsFrom } = await findWorkspace(audience.storage, one.workspaceId);
    expect([
      ['U1', 'America/New_York', 'mdy'],
      ['U2', 'Europe/Berlin', 'dmy'],
    ]).toContainEqual([settingsFrom, timeZone, dateOrder]);
  });
});
