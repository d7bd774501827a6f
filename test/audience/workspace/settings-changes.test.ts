import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { givenRole } from '../../../src/audience/workspace/roles.ts';
import {
  changeSettings,
  type Settings,
  showSettings,
  suggestTimeZones,
} from '../../../src/audience/workspace/settings-changes.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('settings', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  const now = new Date('2026-11-23T10:00:00Z');

  beforeEach(async () => {
    ada = await audience.newCaller();
  });

  const change = async (settings: Partial<Settings>, roles = { admins: [], viewers: [] } as Roles) => {
    const shown = await showSettings(deps, ada);
    return changeSettings(deps, ada, { settings: { ...shown.settings, ...settings }, roles });
  };
  type Roles = { admins: string[]; viewers: string[] };
  const audit = async () =>
    (
      await audience.storage.prisma.auditEntry.findMany({
        where: { workspaceId: ada.workspaceId },
        orderBy: { id: 'asc' },
      })
    ).map(({ action, subject, details }) => [action, subject, details]);

  it('take the address of a website as the home page, and nothing else', async () => {
    await change({ homePage: ' https://Acme.example/shop ' });
    expect((await showSettings(deps, ada)).settings.homePage).toBe('https://acme.example/shop');
    for (const homePage of [
      'acme',
      'javascript:alert(1)',
      'ftp://acme.example',
      `https://x.example/${'x'.repeat(500)}`,
    ])
      await expect(change({ homePage })).rejects.toMatchObject({ code: 'invalid-input', about: 'homePage' });
    await change({ homePage: '', trackOpens: 'total', trackClicks: 'person', addsUtm: true });
    expect((await showSettings(deps, ada)).settings).toMatchObject({
      ...{ homePage: '', trackOpens: 'total', trackClicks: 'person', addsUtm: true },
    });
  });

  it('change one by one, each with its audit entry; setting the same value again changes nothing', async () => {
    const wanted = { weekStart: 'sunday', dateOrder: 'mdy', fiscalYearStart: 4 } as const;
    expect((await change(wanted)).changed).toEqual([
      'first day of the week',
      'date order',
      'start of the fiscal year',
    ]);
    expect((await showSettings(deps, ada)).settings).toEqual({
      ...wanted,
      timeZone: 'UTC',
      tagStyle: 'free',
      offersImports: true,
      postsResults: true,
      keepRejectedDays: 30,
      keepEventsDays: undefined,
      ...{ trackOpens: undefined, trackClicks: undefined, addsUtm: false, homePage: '' },
    });
    expect(await change(wanted)).toEqual({ changed: [], people: 0 });
    await change({ dateOrder: undefined });
    expect((await showSettings(deps, ada)).settings.dateOrder).toBeUndefined();
    expect(await audit()).toEqual([
      ['settings.changed', 'first day of the week', { from: 'monday', to: 'sunday' }],
      ['settings.changed', 'date order', { from: 'not set', to: 'mdy' }],
      ['settings.changed', 'start of the fiscal year', { from: 'not set', to: 4 }],
      ['settings.changed', 'date order', { from: 'mdy', to: 'not set' }],
    ]);
  });

  it('are for admins', async () => {
    const editor: Caller = { ...ada, role: 'editor' };
    expect(await refused(showSettings(deps, editor))).toContain('role to change settings');
    const shown = await showSettings(deps, ada);
    expect(await refused(changeSettings(deps, editor, shown))).toContain('role to change settings');
  });

  it('refuse an unknown time zone, and any other while an import reads dates in it', async () => {
    expect(await refused(change({ timeZone: 'Mars/Olympus' }))).toBe(
      'invalid-input: "Mars/Olympus" is not a time zone.',
    );
    const { workspaceId } = ada;
    await audience.storage.prisma.import.create({
      data: {
        ...{ workspaceId, fileName: 'a.csv', state: 'running', mapping: {}, rowsTotal: 1 },
        createdBy: 'U0ADA',
      },
    });
    expect(await refused(change({ timeZone: 'Asia/Tokyo' }))).toContain('busy: An import is reading dates');
    expect((await change({ weekStart: 'sunday' })).changed).toEqual(['first day of the week']);
  });

  it('move the times of days with the time zone, and sizes follow', async () => {
    const { workspaceId } = ada;
    const person = (email: string) => ({
      ...{ workspaceId, email, emailKey: email, statusSource: 'test', source: 'test' },
    });
    const { contact } = audience.storage.prisma;
    const day = new Date('2026-11-23T00:00:00Z');
    await contact.create({ data: { ...person('day@x.org'), signedUpOn: day, signedUpAt: day } });
    const moment = new Date('2026-11-23T05:30:00Z');
    await contact.create({ data: { ...person('moment@x.org'), signedUpAt: moment } });
    const today = async () => (await countSentence(deps, ada, { sentence: 'signed up today' })).members;
    expect(await today()).toBe(2);
    await change({ timeZone: 'America/Los_Angeles' });
    const rows = await contact.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
    expect(rows.map(({ signedUpAt, signedUpOn }) => [signedUpAt, signedUpOn])).toEqual([
      [new Date('2026-11-23T08:00:00Z'), day],
      [moment, null],
    ]);
    expect(await today()).toBe(1);
  });

  describe('of roles', () => {
    it('make members admins and viewers, and give them back their role from Slack', async () => {
      expect(await change({}, { admins: ['U1'], viewers: ['U2', 'U3'] })).toEqual({ changed: [], people: 3 });
      const given = () => Promise.all(['U1', 'U2', 'U4'].map((id) => givenRole(deps, ada.workspaceId, id)));
      expect(await given()).toEqual(['admin', 'viewer', undefined]);
      expect((await showSettings(deps, ada)).roles).toEqual({ admins: ['U1'], viewers: ['U2', 'U3'] });
      expect((await change({}, { admins: ['U2'], viewers: ['U3'] })).people).toBe(2);
      expect(await given()).toEqual([undefined, 'admin', undefined]);
      expect((await audit()).slice(3)).toEqual([
        ['role.changed', 'U1', { from: 'admin', to: 'as in Slack' }],
        ['role.changed', 'U2', { from: 'viewer', to: 'admin' }],
      ]);
      expect(await givenRole(deps, await audience.addWorkspace(), 'U2')).toBeUndefined();
    });

    it('always leave an admin: no one can change their own role', async () => {
      await change({}, { admins: ['U1'], viewers: [] });
      ada = { ...ada, actor: 'U1' };
      for (const roles of [
        { admins: [], viewers: [] },
        { admins: [], viewers: ['U1'] },
      ])
        expect(await refused(change({ weekStart: 'sunday' }, roles))).toBe(
          'invalid-input: You can’t change your own role.',
        );
      expect((await showSettings(deps, ada)).settings.weekStart).toBe('monday');
      expect(await refused(change({}, { admins: ['U1', 'U2'], viewers: ['U2'] }))).toBe(
        'invalid-input: Someone is listed as both admin and viewer.',
      );
    });
  });
});

describe('the time zones of a picker', () => {
  it.each([
    ['new york', ['America/New_York']],
    ['UTC', ['UTC']],
    ['nowhere', []],
  ])('%j', (search, zones) => {
    expect(suggestTimeZones(search, 3)).toEqual(zones);
  });

  it('are a hundred at most', () => {
    expect(suggestTimeZones('', 100)).toHaveLength(100);
  });
});
