/** Ways in which people change what a person gets: on their own, or for someone else. */
export const ways = [
  'page',
  'one-click',
  'join',
  'import',
  'api',
  'slack',
  'webhook',
  'seed',
  'undo',
] as const;
export type Way = (typeof ways)[number];

/** How it was done, in words that follow what was done. */
export const wayWords: Record<Way, string> = {
  page: 'on their preference page',
  'one-click': 'by one-click in their mail program',
  join: 'by the sign-up form',
  import: 'by an import',
  api: 'by the API',
  slack: 'in Slack',
  webhook: 'reported by your mail provider',
  seed: 'by sample data',
  undo: 'by Undo',
};

/**
 * What can be said about a topic. `said-on` is what a file says, which gives no moment of consent: it never
 * outweighs an off, whenever either was said.
 */
export const topicSayings = ['on', 'said-on', 'off'] as const;
export type TopicSaying = (typeof topicSayings)[number];

/** Something that people can choose to get or not. */
export interface Topic {
  id: number;
  name: string;
  /** Written for the people who get it. */
  description: string;
  /** The default for people who never chose: on unless turned off, or off unless turned on. */
  isOn: boolean;
  /** Whether the preference page shows it. */
  isShown: boolean;
  /** Whether turning it on takes a click in a mail to the person (double opt-in). */
  confirms: boolean;
  position: number;
  archivedAt: Date | null;
}

/** What someone can set on a topic. */
export type TopicFields = Pick<Topic, 'name' | 'description' | 'isOn' | 'isShown' | 'confirms'>;

/** How many subscribed people a topic reaches, and how many chose for themselves. */
export interface TopicCounts {
  /** Subscribed people who get it, and who don't. */
  on: number;
  off: number;
  /** Of all contacts: those who turned it on, and off. */
  choseOn: number;
  choseOff: number;
  /** Subscribed people who never chose: a new default changes what they get. */
  unchosen: number;
}
