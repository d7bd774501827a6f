import type { Bound, Trouble } from '../../lib/campaigns/bound.ts';
import { type CampaignState, liveStates } from '../../lib/campaigns/states.ts';
import type { OwnTracking } from '../../lib/campaigns/tracking.ts';
import { nameKeys } from '../../lib/names.ts';
import { fold } from '../../lib/texts.ts';
import type { Database } from '../database/database.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** A campaign that Rollcall sends. */
export interface StoredCampaign extends OwnTracking {
  id: number;
  name: string;
  state: CampaignState;
  subject: string;
  preheader: string;
  body: string;
  bodyKind: 'markdown' | 'html';
  senderId: number | null;
  topicId: number | null;
  /** The rule as stored; null: nobody. */
  audience: unknown;
  /** When it goes out: on the clock of a zone, and that moment. */
  wallTime: string | null;
  timeZone: string | null;
  dueAt: Date | null;
  version: number;
  contentVersion: number;
  createdBy: string;
  createdAt: Date;
  contentBy: string;
  audienceBy: string;
  senderBy: string;
  updatedAt: Date;
  askedBy: string | null;
  askedAt: Date | null;
  approvedBy: string | null;
  approvedAt: Date | null;
  bound: Bound | null;
  trouble: Trouble | null;
  /** The number of its recipients, left-out ones included, once it was prepared. */
  prepared: number | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

const columns = `c.id, c.name, m.state, m.subject, m.preheader, m.body, m.body_kind AS "bodyKind", m.sender_id AS "senderId",
  c.topic_id AS "topicId", m.audience, m.wall_time AS "wallTime", m.time_zone AS "timeZone", m.due_at AS "dueAt", m.version,
  m.content_version AS "contentVersion", m.created_by AS "createdBy", m.created_at AS "createdAt", m.content_by AS "contentBy",
  m.audience_by AS "audienceBy", m.sender_by AS "senderBy", m.updated_at AS "updatedAt", m.asked_by AS "askedBy",
  m.asked_at AS "askedAt", m.approved_by AS "approvedBy", m.approved_at AS "approvedAt", m.bound, m.trouble, m.prepared,
  m.started_at AS "startedAt", m.ended_at AS "endedAt", m.track_opens AS "trackOpens", m.track_clicks AS "trackClicks",
  m.adds_utm AS "addsUtm"`;

const from = `FROM campaign_mails m JOIN campaigns c ON c.workspace_id = $1::int AND c.id = m.campaign_id
  WHERE m.workspace_id = $1::int`;

type Row = StoredCampaign & Record<string, unknown>;

export async function findCampaign(
  on: Runs,
  workspaceId: number,
  by: { id: number } | { name: string },
): Promise<StoredCampaign | undefined> {
  if ('id' in by) {
    const sql = `SELECT ${columns} ${from} AND m.campaign_id = $2::int`;
    return (await runSql<Row>(on, sql, [workspaceId, by.id]))[0];
  }
  const keys = nameKeys(by.name);
  const sql = `SELECT ${columns} ${from} AND c.name_key = ANY($2::text[])
    ORDER BY array_position($2::text[], c.name_key) LIMIT 1`;
  return (await runSql<Row>(on, sql, [workspaceId, keys]))[0];
}

/** Every campaign that Rollcall sends or sent, the latest first. */
export function listCampaigns(on: Runs, workspaceId: number): Promise<StoredCampaign[]> {
  return runSql<Row>(on, `SELECT ${columns} ${from} ORDER BY m.created_at DESC, m.campaign_id DESC`, [
    workspaceId,
  ]);
}

/** The campaign, locked until the transaction ends. */
export async function lockCampaign(
  on: Runs,
  workspaceId: number,
  id: number,
): Promise<StoredCampaign | undefined> {
  await runSql(
    on,
    'SELECT 1 AS held FROM campaign_mails WHERE workspace_id = $1::int AND campaign_id = $2::int FOR UPDATE',
    [workspaceId, id],
  );
  return findCampaign(on, workspaceId, { id });
}

/** Locks what rules hold of a campaign that they use, until the transaction ends. */
export async function lockName(on: Runs, workspaceId: number, id: number): Promise<void> {
  await runSql(
    on,
    'SELECT 1 AS held FROM campaigns WHERE workspace_id = $1::int AND id = $2::int FOR UPDATE',
    [workspaceId, id],
  );
}

/** Names and audiences of campaigns that are neither sent nor stopped: they need their tags and segments. */
export function listLiveAudiences(
  on: Runs,
  workspaceId: number,
): Promise<{ id: number; name: string; audience: unknown; topicId: number | null }[]> {
  return runSql(
    on,
    `SELECT c.id, c.name, m.audience, c.topic_id AS "topicId" ${from} AND m.state = ANY($2::text[]) ORDER BY c.name_key`,
    [workspaceId, [...liveStates]],
  );
}

/** A campaign's name as it is in use, also by one that is known from events alone; undefined if it is free. */
export async function findNameInUse(
  on: Runs,
  workspaceId: number,
  name: string,
): Promise<string | undefined> {
  const [row] = await runSql<{ name: string }>(
    on,
    'SELECT name FROM campaigns WHERE workspace_id = $1::int AND name_key = ANY($2::text[]) LIMIT 1',
    [workspaceId, nameKeys(name)],
  );
  return row?.name;
}

/** What can be set when a campaign is created or edited. */
export type CampaignFields = Pick<
  StoredCampaign,
  'subject' | 'preheader' | 'body' | 'bodyKind' | 'senderId' | 'topicId' | 'audience' | keyof OwnTracking
>;

/** Adds a draft. The database refuses a name that is in use. Returns its id. */
export async function insertCampaign(
  database: Database,
  draft: CampaignFields & { workspaceId: number; name: string; by: string; at: Date },
): Promise<number> {
  const { workspaceId, name, by, at, audience, topicId, ...fields } = draft;
  const { id } = await database.campaign.create({
    data: { workspaceId, name, nameKey: fold(name), topicId, createdAt: at },
    select: { id: true },
  });
  await database.campaignMail.create({
    data: {
      ...{ workspaceId, campaignId: id, ...fields, createdBy: by, createdAt: at, updatedAt: at },
      ...{ contentBy: by, audienceBy: by, senderBy: by },
      ...(audience === null ? {} : { audience: audience as object }),
    },
  });
  return id;
}

/** Changes that a use case makes to a campaign that it holds. */
export type CampaignChange = Partial<Omit<StoredCampaign, 'id' | 'name' | 'createdBy' | 'createdAt'>>;

/** Columns of JSON. */
const json = new Set(['audience', 'bound', 'trouble']);
const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Writes changes to a campaign: lock it first. */
export async function updateCampaign(
  on: Runs,
  workspaceId: number,
  id: number,
  change: CampaignChange,
): Promise<void> {
  const { topicId, ...rest } = change;
  if (topicId !== undefined)
    await runSql(
      on,
      'UPDATE campaigns SET topic_id = $3::int WHERE workspace_id = $1::int AND id = $2::int',
      [workspaceId, id, topicId],
    );
  const entries = Object.entries(rest);
  if (entries.length === 0) return;
  const sets = entries.map(([field], index) => `${columnOf(field)} = $${index + 3}${castOf(field)}`);
  await runSql(
    on,
    `UPDATE campaign_mails SET ${sets.join(', ')} WHERE workspace_id = $1::int AND campaign_id = $2::int`,
    [workspaceId, id, ...entries.map(([field, value]) => stored(field, value))],
  );
}

const castOf = (field: string): string => {
  if (json.has(field)) return '::jsonb';
  if (field.endsWith('At')) return '::timestamptz';
  if (field === 'addsUtm') return '::boolean';
  return /^(?:version|contentVersion|prepared|senderId)$/.test(field) ? '::int' : '::text';
};

const stored = (field: string, value: unknown): unknown => {
  if (json.has(field)) return value === null ? null : JSON.stringify(value);
  return value instanceof Date ? value.toISOString() : value;
};

export async function renameCampaign(
  database: Database,
  workspaceId: number,
  { id, name }: { id: number; name: string },
): Promise<void> {
  await database.campaign.update({
    where: { workspaceId_id: { workspaceId, id } },
    data: { name, nameKey: fold(name) },
  });
}

/** Deletes a draft; its id is never used again. */
export async function deleteCampaign(database: Database, workspaceId: number, id: number): Promise<void> {
  await database.campaign.delete({ where: { workspaceId_id: { workspaceId, id } } });
}
