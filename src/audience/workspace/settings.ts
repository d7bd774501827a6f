import type { Storage } from '../../storage/database/client.ts';
import type { Workspace } from '../../storage/workspace/workspaces.ts';
import * as stored from '../../storage/workspace/workspaces.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { hasRole } from '../permissions.ts';

/** The parts of a person's profile that settings can be guessed from. */
export interface Profile {
  /** IANA name, "Europe/London". */
  timeZone: string | undefined;
  /** BCP 47, "en-GB". */
  locale: string | undefined;
}

/**
 * The workspace of a Slack team. The first person to use the app sets its time zone, and with their locale
 * the week start and date order; after that, settings only change by hand.
 */
export async function openWorkspace(
  storage: Storage,
  teamId: string,
  person: { userId: string; profile: () => Promise<Profile> },
): Promise<Workspace> {
  const workspace = await stored.ensureWorkspace(storage, teamId);
  if (workspace.settingsFrom !== undefined) return workspace;
  const profile = await person.profile();
  return stored.takeDefaults(storage, workspace.id, { ...defaultsFor(profile), settingsFrom: person.userId });
}

/** Whether this person may be asked to import a file that they shared: they may import, and nobody turned that off. */
export async function mayOfferImport(deps: AudienceDeps, caller: Caller): Promise<boolean> {
  if (!hasRole(caller, 'editor')) return false;
  return (await stored.findWorkspace(deps.storage, caller.workspaceId)).offersImports;
}

/**
 * Records that the app serves this team, with its name: the command line finds the workspace by name even
 * before anyone uses it.
 */
export const nameWorkspace = (deps: AudienceDeps, team: { teamId: string; name: string }): Promise<void> =>
  stored.nameWorkspace(deps.storage, team);

/** Every workspace in the database, for the command line. */
export const listWorkspaces = (deps: AudienceDeps): Promise<stored.NamedWorkspace[]> =>
  stored.listWorkspaces(deps.storage);

/** The workspace of a Slack team for the command line, which has no profile to guess from. */
export function workspaceOfTeam(storage: Storage, teamId: string): Promise<Workspace> {
  return stored.ensureWorkspace(storage, teamId);
}

/**
 * Settings that fit a profile: `{ timeZone: 'Europe/London', locale: 'en-GB' }` gives Monday and day-first. A
 * locale without a region says nothing about either, and a zone that this machine does not know becomes UTC.
 */
export function defaultsFor(profile: Profile): Pick<Workspace, 'timeZone' | 'weekStart' | 'dateOrder'> {
  return {
    timeZone: profile.timeZone !== undefined && isTimeZone(profile.timeZone) ? profile.timeZone : 'UTC',
    weekStart: weekStartOf(profile.locale),
    dateOrder: dateOrderOf(profile.locale),
  };
}

/** Whether this machine knows the time zone: Europe/London, UTC. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function regionOf(locale: string | undefined): string | undefined {
  try {
    return locale === undefined ? undefined : new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}

// CLDR's week data (a getter or a method in Node 20, depending on the version); 7 is Sunday, 6 Saturday.
type WithWeek = Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } };

function weekStartOf(locale: string | undefined): Workspace['weekStart'] {
  if (regionOf(locale) === undefined) return 'monday';
  const known = new Intl.Locale(locale as string) as WithWeek;
  const firstDay = (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay;
  return firstDay === 7 ? 'sunday' : firstDay === 6 ? 'saturday' : 'monday';
}

function dateOrderOf(locale: string | undefined): Workspace['dateOrder'] {
  if (regionOf(locale) === undefined) return undefined;
  const parts = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts();
  const order = parts
    .map((part) => part.type)
    .filter((type) => type === 'year' || type === 'month' || type === 'day')
    .map((type) => type[0])
    .join('');
  return order === 'dmy' || order === 'mdy' || order === 'ymd' ? order : undefined;
}
