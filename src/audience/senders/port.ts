import type { OpenedSender } from '../../storage/senders/senders.ts';

/** Why a sender's server can't be used. */
export type ProbeTrouble =
  /** No such name. */
  | 'not found'
  /** It is on this machine or in a private network, and SMTP_HOSTS doesn't name it. */
  | 'private'
  | 'unreachable'
  | 'silent'
  /** It doesn't offer STARTTLS. */
  | 'no tls'
  | 'tls'
  | 'certificate'
  | 'login refused'
  /** It refuses for now (4xx). */
  | 'later'
  | 'refused';

/** The result of connecting to a sender's server and logging in there. */
export type Probe = { is: 'fine'; tls: string | null } | { is: 'trouble'; what: ProbeTrouble; reply: string };

/** What DNS says about one thing. `unknown`: it didn't answer. */
export type DnsSays = 'covers' | 'other' | 'none' | 'unknown';
/** several: there are two records; too long: it takes more than ten look-ups. Neither is taken by receivers. */
export type SpfSays = DnsSays | 'several' | 'too long';

/** What DNS says of the domain of a From address. */
export interface DomainFacts {
  /** covers: its SPF record names the sender's servers. */
  spf: SpfSays;
  /** covers: there is a key, at `selector`. other: there is one, and it isn't the sender's. */
  dkim: { is: DnsSays; selector?: string };
  dmarc: { is: Exclude<DnsSays, 'covers' | 'other'> } | { is: 'policy'; policy: string };
}

/** What to look up in DNS. */
export interface DomainQuestion {
  domain: string;
  /** The mail server. Null: a service that sends from addresses of its own. */
  host: string | null;
  /** What SPF records include for the service. */
  spf: readonly string[];
  /** The names under which a key for DKIM may be. */
  selectors: readonly string[];
  /** The sender's own key: only this one counts. As DNS has it: base64 without lines. */
  publicKey?: string | undefined;
}

/** How senders are checked. */
export interface SenderChecks {
  /** Connects and logs in, and sends nothing. Never throws because of a server. */
  probe(sender: OpenedSender): Promise<Probe>;
  domain(question: DomainQuestion): Promise<DomainFacts>;
}
