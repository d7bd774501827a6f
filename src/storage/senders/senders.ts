import { RollcallError } from '../../errors.ts';
import type { Provider } from '../../lib/providers.ts';
import type { SenderSecurity, SenderWay } from '../../lib/sender-presets.ts';
import { fold } from '../../lib/texts.ts';
import type { Storage } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import { seal, unseal } from '../database/sealed.ts';
import { type Runs, runSql } from '../queries/run-sql.ts';

/** A sender as it is shown: never with its password. */
export interface StoredSender {
  id: number;
  name: string;
  fromName: string;
  fromAddress: string;
  replyTo: string | null;
  host: string;
  port: number;
  way: SenderWay;
  security: SenderSecurity;
  userName: string | null;
  provider: Provider | null;
  perSecond: number;
  perDay: number | null;
  checkedAt: Date | null;
  findings: unknown;
  /** Why it can't be used, by the last check. Null: it can, if there was one. */
  problem: string | null;
  /** When the code that was mailed to its From address was entered. */
  confirmedAt: Date | null;
  /** The name in DNS of its own key for DKIM. Null: its server signs. */
  dkimSelector: string | null;
  /** The name in DNS of its service's key for DKIM, as far as an admin said it. */
  keySelector: string | null;
  createdBy: string;
  /** When someone last changed it. */
  updatedAt: Date;
  archivedAt: Date | null;
}

/** What is needed to send with it. `dkimKey`: a private key in PEM. */
export type OpenedSender = StoredSender & { password: string | null; dkimKey: string | null };

/** What an admin enters. `password` null: the server needs none. */
export type SenderFields = Pick<
  StoredSender,
  'name' | 'fromName' | 'fromAddress' | 'replyTo' | 'host' | 'port' | 'security' | 'userName' | 'provider'
> &
  Pick<StoredSender, 'perSecond' | 'perDay'> & {
    /** Default smtp. */
    way?: SenderWay;
    keySelector?: string | null;
    password: string | null;
  };

const columns = `s.id, s.name, s.from_name AS "fromName", s.from_address AS "fromAddress", s.reply_to AS "replyTo", s.host, s.port,
  s.security, s.user_name AS "userName", s.provider, s.per_second AS "perSecond", s.per_day AS "perDay",
  s.checked_at AS "checkedAt", s.findings, s.problem, s.way, s.confirmed_at AS "confirmedAt", s.dkim_selector AS "dkimSelector", s.key_selector AS "keySelector", s.created_by AS "createdBy",
  s.updated_at AS "updatedAt", s.archived_at AS "archivedAt"`;

/** Stores a sender, its password encrypted under the installation's secret. Returns its id. */
export async function insertSender(
  database: Database,
  hash: Storage['hash'],
  sender: SenderFields & { workspaceId: number; by: string; at: Date },
): Promise<number> {
  const { by, at, password, ...fields } = sender;
  const { id } = await database.sender.create({
    data: {
      ...fields,
      nameKey: fold(fields.name),
      password: password === null ? null : seal(password, { hash }),
      ...{ createdBy: by, createdAt: at, updatedAt: at },
    },
    select: { id: true },
  });
  return id;
}

/** All senders by name, those that are no longer offered included. */
export function listSenders(on: Runs, workspaceId: number): Promise<StoredSender[]> {
  return runSql<StoredSender & Record<string, unknown>>(
    on,
    `SELECT ${columns} FROM senders s WHERE s.workspace_id = $1::int ORDER BY s.name_key`,
    [workspaceId],
  );
}

/** The sender that puts mails into the playground's mailbox, whether it is still offered or not. */
export async function findMailboxSender(on: Runs, workspaceId: number): Promise<number | undefined> {
  const [row] = await runSql<{ id: number }>(
    on,
    `SELECT id FROM senders WHERE workspace_id = $1::int AND way = 'mailbox' ORDER BY id LIMIT 1`,
    [workspaceId],
  );
  return row?.id;
}

/** The sender with its secrets. @throws RollcallError `misconfigured` if they were stored under another secret */
export async function openSender(
  on: Runs,
  { hashes }: Pick<Storage, 'hashes'>,
  { workspaceId, id }: { workspaceId: number; id: number },
): Promise<OpenedSender | undefined> {
  const [row] = await runSql<OpenedSender & Record<string, unknown>>(
    on,
    `SELECT ${columns}, s.password, s.dkim_key AS "dkimKey" FROM senders s WHERE s.workspace_id = $1::int AND s.id = $2::int`,
    [workspaceId, id],
  );
  if (row === undefined) return undefined;
  const [password, dkimKey] = [row.password, row.dkimKey].map((sealed) =>
    sealed === null ? null : unseal(sealed, { hashes }),
  );
  if (password !== undefined && dkimKey !== undefined) return { ...row, password, dkimKey };
  throw new RollcallError(
    'misconfigured',
    `The password of "${row.name}" was stored under another ROLLCALL_SECRET.`,
    {
      hint: 'Add that one to ROLLCALL_SECRETS_BEFORE, or enter the password again.',
    },
  );
}
