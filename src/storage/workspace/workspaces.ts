import type { Tracking } from '../../lib/campaigns/tracking.ts';
import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import type { Workspace as Row } from '../generated/client.ts';

export const tagStyles = ['free', 'lower-case', 'kebab-case'] as const;
export type TagStyle = (typeof tagStyles)[number];

/** A Slack team and the settings that decide what dates mean there. */
export interface Workspace {
  id: number;
  teamId: string;
  timeZone: string;
  weekStart: 'monday' | 'sunday' | 'saturday';
  dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined;
  fiscalYearStart: number | undefined;
  /** The style of new tags' names. */
  tagStyle: TagStyle;
  /** Whether someone who shares a CSV file in a channel is asked if it should be imported. */
  offersImports: boolean;
  /** Whether the results of a campaign are posted in its thread. */
  postsResults: boolean;
  /** Days; undefined: forever. */
  keepRejectedDays: number | undefined;
  keepEventsDays: number | undefined;
  /** What is recorded of campaigns' mails, unless a campaign says otherwise; undefined: nobody chose yet. */
  trackOpens: Tracking | undefined;
  trackClicks: Tracking | undefined;
  /** Whether links get UTM parameters, unless a campaign says otherwise. */
  addsUtm: boolean;
  /** Where a link of a mail leads whose address is no longer stored; empty: to a page that says so. */
  homePage: string;
  /** Whose profile the settings come from; undefined until someone has used the app. */
  settingsFrom: string | undefined;
}

/** What the first person's profile sets. */
export type WorkspaceDefaults = Pick<Workspace, 'timeZone' | 'weekStart' | 'dateOrder'> & {
  settingsFrom: string;
};

/** The workspace of a Slack team, created if there is none. */
export async function ensureWorkspace(storage: Storage, teamId: string): Promise<Workspace> {
  const { workspace } = storage.prisma;
  // This runs with every command, so all calls except the first only read.
  const found = await workspace.findUnique({ where: { teamId } });
  if (found !== null) return fromRow(found);
  // Of two first requests at once, the second waits and adds nothing. (Prisma's upsert fails in that case on
  // a server.)
  await workspace.createMany({ data: [{ teamId }], skipDuplicates: true });
  return fromRow(await workspace.findUniqueOrThrow({ where: { teamId } }));
}

/** Stores the team's name; creates the workspace if there is none. */
export async function nameWorkspace(
  storage: Storage,
  { teamId, name }: { teamId: string; name: string },
): Promise<void> {
  const { id } = await ensureWorkspace(storage, teamId);
  await storage.prisma.workspace.updateMany({ where: { id, NOT: { name } }, data: { name } });
}

/** A workspace as the command line lists it. */
export interface NamedWorkspace {
  id: number;
  teamId: string;
  /** The team's name in Slack; empty until the app has started for it. */
  name: string;
}

/** All of them, oldest first. */
export function listWorkspaces(storage: Storage): Promise<NamedWorkspace[]> {
  const select = { id: true, teamId: true, name: true };
  return storage.prisma.workspace.findMany({ select, orderBy: { id: 'asc' } });
}

export async function findWorkspace(storage: Storage, workspaceId: number): Promise<Workspace> {
  return fromRow(await storage.prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } }));
}

/** Sets the defaults if nobody's were set before; the first of several at once wins. */
export async function takeDefaults(
  storage: Storage,
  workspaceId: number,
  defaults: WorkspaceDefaults,
): Promise<Workspace> {
  await storage.prisma.workspace.updateMany({
    where: { id: workspaceId, settingsFrom: null },
    data: {
      timeZone: defaults.timeZone,
      weekStart: defaults.weekStart,
      dateOrder: defaults.dateOrder ?? null,
      settingsFrom: defaults.settingsFrom,
    },
  });
  return findWorkspace(storage, workspaceId);
}

/** Replaces the settings. */
export async function updateWorkspace(
  database: Database,
  workspaceId: number,
  settings: Omit<Workspace, 'id' | 'teamId' | 'settingsFrom'>,
): Promise<void> {
  const { dateOrder = null, fiscalYearStart = null, ...others } = settings;
  const {
    keepRejectedDays = null,
    keepEventsDays = null,
    trackOpens = null,
    trackClicks = null,
    ...rest
  } = others;
  await database.workspace.update({
    where: { id: workspaceId },
    data: { ...rest, dateOrder, fiscalYearStart, keepRejectedDays, keepEventsDays, trackOpens, trackClicks },
  });
}

/** Moves sign-ups with only a known day to the start of that day in this zone. */
export async function moveSignUpDays(
  database: Database,
  workspaceId: number,
  timeZone: string,
): Promise<void> {
  await database.$executeRaw`
    UPDATE contacts SET signed_up_at = signed_up_on::timestamp AT TIME ZONE ${timeZone}
    WHERE workspace_id = ${workspaceId} AND signed_up_on IS NOT NULL
      AND signed_up_at IS DISTINCT FROM signed_up_on::timestamp AT TIME ZONE ${timeZone}`;
}

function fromRow(row: Row): Workspace {
  return {
    id: row.id,
    teamId: row.teamId,
    timeZone: row.timeZone,
    weekStart: row.weekStart as Workspace['weekStart'],
    dateOrder: (row.dateOrder as Workspace['dateOrder'] | null) ?? undefined,
    fiscalYearStart: row.fiscalYearStart ?? undefined,
    tagStyle: row.tagStyle as TagStyle,
    offersImports: row.offersImports,
    postsResults: row.postsResults,
    keepRejectedDays: row.keepRejectedDays ?? undefined,
    keepEventsDays: row.keepEventsDays ?? undefined,
    trackOpens: (row.trackOpens as Tracking | null) ?? undefined,
    trackClicks: (row.trackClicks as Tracking | null) ?? undefined,
    addsUtm: row.addsUtm,
    homePage: row.homePage,
    settingsFrom: row.settingsFrom ?? undefined,
  };
}
