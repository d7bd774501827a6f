/** A thing that a rule refers to by id, and sentences by name. */
export interface Named {
  id: number;
  name: string;
  /** What tells it from others of its name, of things that may share one: `2026-10-03 14:05:09` in the workspace's zone. */
  when?: string;
  /** What it did was undone since. */
  undone?: boolean;
}

export interface NamedAttribute extends Named {
  type: 'text' | 'number' | 'boolean' | 'date';
  yearly: boolean;
}

export interface NamedCampaign extends Named {
  /** When it was sent, as far as is known: when the first mail of it was received. In milliseconds since 1970. */
  sentAt?: number | null;
}

export interface NamedSegment extends Named {
  /** As it is stored: what stands in place of the segment in another one's rule. Read only where a rule asks for it. */
  rule: unknown;
}

export interface NamedTopic extends Named {
  /** For those who never chose. */
  isOn: boolean;
}

/** A file that was imported, by its name, which others may have too. */
export interface NamedImport extends Named {
  /** When it began. */
  when: string;
  /** Undoing it has begun: of those whom it added, who changed since stays. */
  undone: boolean;
}

/** A kind of event of the workspace's own, by its name in lower case, with the properties that events of it had. */
export interface NamedEvent {
  name: string;
  properties: NamedProperty[];
}

export interface NamedProperty {
  name: string;
  /** The type of all values that were recorded; text where they differ. */
  type: NamedAttribute['type'];
}

/** What a sentence may name, in one workspace. */
export interface Names {
  tags: Named[];
  segments: NamedSegment[];
  attributes: NamedAttribute[];
  campaigns: NamedCampaign[];
  topics: NamedTopic[];
  /** Those that began to write, in the order in which they were made. */
  imports: NamedImport[];
  /** Kinds of events that were recorded: those of the workspace's own, and known ones that had properties. */
  events: NamedEvent[];
}

/** A workspace in which nothing has a name yet. */
export const noNames: Names = {
  tags: [],
  segments: [],
  attributes: [],
  campaigns: [],
  topics: [],
  imports: [],
  events: [],
};

/** What rules refer to by id. */
export type Thing = Exclude<keyof Names, 'events'>;
