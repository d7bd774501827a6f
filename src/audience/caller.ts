import type { Storage } from '../storage/database/client.ts';

/** What every use case needs to do its work. */
export interface AudienceDeps {
  storage: Storage;
  now: () => Date;
}

export type Role = 'viewer' | 'editor' | 'admin';

/** Who asks, in which workspace. */
export interface Caller {
  workspaceId: number;
  /** A Slack user id, or "command line": what the audit says. */
  actor: string;
  role: Role;
  /** Whether they may see who contacts are; what the role says if left out. A key of the API has a scope for it. */
  seesContacts?: boolean;
}
