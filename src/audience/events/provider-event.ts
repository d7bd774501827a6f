import type { BounceCause } from '../../lib/campaigns/bounce-causes.ts';

/** What a provider reports about one mail to one address. */
export interface ProviderEvent {
  /** Unique among the provider's events: the same one is stored once. */
  id: string;
  email: string;
  kind: 'received' | 'opened' | 'clicked' | 'bounced' | 'complained' | 'unsubscribed';
  at: Date;
  bounce?: 'hard' | 'soft';
  /** Why it bounced, as far as the provider says. */
  cause?: BounceCause | undefined;
  machine?: boolean;
  campaign?: string;
  /** The key of the mail, if the provider gave one back under the name `rollcall`. Anyone may have written it. */
  sendKey?: string;
  properties?: Record<string, string>;
}
