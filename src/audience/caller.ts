import type { Role } from '../lib/roles.ts';
import type { Storage } from '../storage/database/client.ts';
import type { MailPort } from './mail/port.ts';

/** What every use case needs to do its work. */
export interface AudienceDeps {
  storage: Storage;
  now: () => Date;
  /** How mail is sent. Left out: not at all, and what needs it is off. */
  mail?: MailPort | undefined;
  /** Where the public pages are. Left out: they are not served. */
  pages?: PublicPages | undefined;
}

export interface PublicPages {
  /** Without a slash at its end: `https://mail.example.org`. */
  url: string;
  /** They belong to the playground, where everybody is whoever they want to be. */
  isPlayground?: boolean;
}

/** Who asks, in which workspace. */
export interface Caller {
  workspaceId: number;
  /** A Slack user id, or "command line": what the audit says. */
  actor: string;
  role: Role;
  /** Whether they may see who contacts are; what the role says if left out. A key of the API has a scope for it. */
  seesContacts?: boolean;
}
