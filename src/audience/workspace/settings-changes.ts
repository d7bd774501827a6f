import { RollcallError } from '../../errors.ts';
import { clip } from '../../lib/words.ts';
import { hasRunningImport } from '../../storage/imports/imports.ts';
import {
  findWorkspace,
  moveSignUpDays,
  updateWorkspace,
  type Workspace,
} from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneLongChange } from '../change.ts';
import { requireRole } from '../permissions.ts';
import { replanDigests } from '../watches/digests.ts';
import { checkRoles, type GivenRoles, giveRoles, listGivenRoles } from './roles.ts';
import { isTimeZone } from './settings.ts';

/** The workspace settings that an admin can change, besides roles. */
export type Settings = Omit<Workspace, 'id' | 'teamId' | 'settingsFrom'>;

/** Names of the settings for people: in the audit, and in answers. */
const settingNames: Record<keyof Settings, string> = {
  timeZone: 'time zone',
  weekStart: 'first day of the week',
  dateOrder: 'date order',
  fiscalYearStart: 'start of the fiscal year',
  tagStyle: 'tag style',
  offersImports: 'questions about shared files',
  postsResults: 'results in the threads of campaigns',
  keepRejectedDays: 'days to keep rejected rows',
  keepEventsDays: 'days to keep events',
  trackOpens: 'recording of opens',
  trackClicks: 'recording of clicks',
  addsUtm: 'UTM parameters',
  homePage: 'home page',
};

/** Moving the sign-up days of a million contacts takes about a minute. */
const PATIENCE = { maxWait: 10_000, timeout: 600_000 };

/** A hundred years. */
const LONGEST_DAYS = 36_500;

export async function showSettings(
  deps: AudienceDeps,
  caller: Caller,
): Promise<{ settings: Settings; roles: GivenRoles }> {
  requireRole(caller, 'admin', 'change settings');
  const [workspace, roles] = await Promise.all([
    findWorkspace(deps.storage, caller.workspaceId),
    listGivenRoles(deps, caller),
  ]);
  const { id: _id, teamId: _teamId, settingsFrom: _from, ...settings } = workspace;
  return { settings, roles };
}

/**
 * Changes settings and roles, all or nothing, each with its audit entry. From then on, rules follow the new
 * settings: sizes are never stored. For sign-ups with only a day, a new time zone moves the moment but not
 * the day.
 *
 * @returns the names of the settings that changed, and how many people's role changed
 * @throws RollcallError `invalid-input` with the setting at fault; `busy` while an import reads dates in the
 *   old zone
 */
export async function changeSettings(
  deps: AudienceDeps,
  caller: Caller,
  { settings: given, roles }: { settings: Settings; roles: GivenRoles },
): Promise<{ changed: string[]; people: number }> {
  requireRole(caller, 'admin', 'change settings');
  const settings = { ...given, homePage: checkedHomePage(given.homePage) };
  if (!isTimeZone(settings.timeZone)) {
    throw new RollcallError('invalid-input', `"${clip(settings.timeZone, 60)}" is not a time zone.`, {
      hint: 'Choose one by city, like Europe/London.',
      about: 'timeZone',
    });
  }
  for (const about of ['keepRejectedDays', 'keepEventsDays'] as const) {
    const days = settings[about];
    if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= LONGEST_DAYS)) {
      throw new RollcallError(
        'invalid-input',
        `Data can be kept for 1 to ${LONGEST_DAYS} days, or forever.`,
        {
          about,
        },
      );
    }
  }
  checkRoles(roles);
  const before = await findWorkspace(deps.storage, caller.workspaceId);
  const names = Object.keys(settingNames) as (keyof Settings)[];
  const changed = names.filter((name) => before[name] !== settings[name]);
  return asOneLongChange(deps, caller, PATIENCE, async ({ database, workspaceId, audit }) => {
    if (changed.includes('timeZone')) {
      if (await hasRunningImport(database, workspaceId)) {
        throw new RollcallError('busy', 'An import is reading dates in the current time zone.', {
          hint: 'Change the time zone when it’s done: /contacts import shows its progress.',
          about: 'timeZone',
        });
      }
      await moveSignUpDays(database, workspaceId, settings.timeZone);
    }
    if (changed.length > 0) await updateWorkspace(database, workspaceId, settings);
    if (changed.includes('timeZone'))
      await replanDigests(database, { workspaceId, timeZone: settings.timeZone, at: deps.now() });
    for (const name of changed) {
      const details = { from: before[name] ?? 'not set', to: settings[name] ?? 'not set' };
      await audit('settings.changed', settingNames[name], details);
    }
    const people = await giveRoles(database, caller, { roles, at: deps.now() });
    return { changed: changed.map((name) => settingNames[name]), people };
  });
}

/** The address of a website, or nothing. @throws RollcallError `invalid-input` */
function checkedHomePage(typed: string): string {
  const text = typed.trim();
  if (text === '') return '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href.length <= 500) return url.href;
  throw new RollcallError('invalid-input', `"${clip(text, 60)}" is not the address of a website.`, {
    hint: 'Write it like https://example.com.',
    about: 'homePage',
  });
}

/** Time zones with these letters in their name, for a picker: `new york` finds America/New_York. */
export function suggestTimeZones(search: string, limit: number): string[] {
  const wanted = search.trim().toLowerCase().replaceAll(' ', '_');
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return zones.filter((zone) => zone.toLowerCase().includes(wanted)).slice(0, limit);
}
