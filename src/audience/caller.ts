import type { Role } from '../lib/roles.ts';
import type { Storage } from '../storage/database/client.ts';
import type { SendingPort } from './campaigns/sending/port.ts';
import type { MailPort } from './mail/port.ts';

/** What every use case needs to do its work. */
export interface AudienceDeps {
  storage: Storage;
  now: () => Date;
  /** How mail is sent. If left out, no mail is sent and features that need it are off. */
  mail?: MailPort | undefined;
  /** How campaigns are sent. If left out, they can be drafted, and nothing goes out. */
  sending?: SendingPort | undefined;
  /** The public pages. If left out, they are not served. */
  pages?: PublicPages | undefined;
}

export interface PublicPages {
  /** Without a trailing slash: `https://mail.example.org`. */
  url: string;
  /**
   * Whether people outside reach them: why not, in a sentence, or undefined if they do. Without a way to
   * unsubscribe, only tests are sent.
   */
  check: () => Promise<string | undefined>;
  /** They belong to the playground, where people can act as anyone. */
  isPlayground?: boolean;
}

/** Who is calling, in which workspace. */
export interface Caller {
  workspaceId: number;
  /** A Slack user id, or "command line", as the audit shows it. */
  actor: string;
  role: Role;
  /** Whether they may see who contacts are; by default their role decides. An API key has a scope for it. */
  seesContacts?: boolean;
}
