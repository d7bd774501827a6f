import type { Storage } from './client.ts';
import type { Database } from './database.ts';
import type { Workspace as Row } from './generated/client.ts';

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
  /** How names of new tags look. */
  tagStyle: TagStyle;
  /** Whose profile the settings were taken from; undefined until somebody has used the app. */
  settingsFrom: string | undefined;
}

/** What a first person's profile settles. */
export type WorkspaceDefaults = Pick<Workspace, 'timeZone' | 'weekStart' | 'dateOrder'> & {
  settingsFrom: string;
};

/** The workspace of a Slack team, made when there is none. */
export async function ensureWorkspace(storage: Storage, teamId: string): Promise<Workspace> {
  const { workspace } = storage.prisma;
  // Asked with every command, so that all but the first only read. The update without a field makes two first requests
  // at once end with one row.
  const row =
    (await workspace.findUnique({ where: { teamId } })) ??
    (await workspace.upsert({ where: { teamId }, create: { teamId }, update: {} }));
  return fromRow(row);
}

export async function findWorkspace(storage: Storage, workspaceId: number): Promise<Workspace> {
  return fromRow(await storage.prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } }));
}

/** Takes the defaults if nobody's were taken before; the first of several at once wins. */
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

export async function updateTagStyle(
  database: Database,
  workspaceId: number,
  tagStyle: TagStyle,
): Promise<void> {
  await database.workspace.update({ where: { id: workspaceId }, data: { tagStyle } });
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
    settingsFrom: row.settingsFrom ?? undefined,
  };
}
