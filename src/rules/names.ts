/** A thing that rules refer to by id, and sentences by name. */
export interface Named {
  id: number;
  name: string;
  /**
   * What sets it apart from others with its name, if such things may share one: `2026-10-03 14:05:09` in the
   * workspace's zone.
   */
  when?: string;
  /** Its effect was undone later. */
  undone?: boolean;
}

export interface NamedAttribute extends Named {
  type: 'text' | 'number' | 'boolean' | 'date';
  yearly: boolean;
}

export interface NamedCampaign extends Named {
  /**
   * When it was sent, as far as we know: when the first mail of it was received. In milliseconds since 1970.
   */
  sentAt?: number | null;
  /** Rollcall sends or sent it, and has a row for each person of its audience. Others are known from events. */
  hasRecipients?: boolean;
}

export interface NamedSegment extends Named {
  /**
   * As stored: the rule that replaces the segment inside another one's rule. Loaded only if a rule uses it.
   */
  rule: unknown;
}

export interface NamedTopic extends Named {
  /** The default for people who never chose. */
  isOn: boolean;
}

/** An imported file, by its name, which other files may share. */
export interface NamedImport extends Named {
  /** When it began. */
  when: string;
  /** Its undo has begun: contacts that it added and that changed since then stay. */
  undone: boolean;
}

/**
 * A kind of the workspace's own events, by its name in lower case, with the properties that its events had.
 */
export interface NamedEvent {
  name: string;
  properties: NamedProperty[];
}

export interface NamedProperty {
  name: string;
  /** The type that all recorded values have; text if they differ. */
  type: NamedAttribute['type'];
}

/** Everything that a sentence may name, in one workspace. */
export interface Names {
  tags: Named[];
  segments: NamedSegment[];
  attributes: NamedAttribute[];
  campaigns: NamedCampaign[];
  topics: NamedTopic[];
  /** Imports that began to write, in the order in which they were created. */
  imports: NamedImport[];
  /** Recorded kinds of events: the workspace's own, and known ones that had properties. */
  events: NamedEvent[];
}

/** A workspace without any names yet. */
export const noNames: Names = {
  tags: [],
  segments: [],
  attributes: [],
  campaigns: [],
  topics: [],
  imports: [],
  events: [],
};

/** Things that rules refer to by id. */
export type Thing = Exclude<keyof Names, 'events'>;
