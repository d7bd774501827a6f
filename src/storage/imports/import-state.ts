/** The place where progress is shown: a surface writes what it needs, and gets it back with every state. */
export interface ImportReport {
  channel?: string | undefined;
  ts?: string | undefined;
  viewId?: string | undefined;
  responseUrl?: string | undefined;
  /** Who the message is for: they get a new one if the old one can no longer be changed. */
  userId?: string | undefined;
  /** Whether Slack refused the message: then only the modal shows progress. */
  refused?: boolean | undefined;
  /** Messages that showed it before another person undid it. */
  also?: { channel: string; ts: string }[] | undefined;
}

/** A person's choices for an import. */
export interface ImportChoices {
  /** What happens to existing contacts: they get the file's values, or only new contacts are added. */
  existing: 'update' | 'keep';
  /** Whether existing contacts that aren't subscribed become so if their row says so. A person must agree. */
  resubscribe: boolean;
  /**
   * The place and time of those people's request, as the teammate who agreed says. A row's own date counts
   * instead of `askedAt`.
   */
  askedWhere?: string | null;
  askedAt?: Date | null;
  /** Tags similar to an existing one: use that one, or create new ones as the file writes them. */
  tagNames: 'existing' | 'as-written';
}

/** What undoing did with the tags, or the attributes, that an import created. */
export interface Unmade {
  /** How many were deleted. */
  gone: number;
  /** How many are in use, and some of their names. */
  kept: number;
  names: string[];
}

/** What undoing did with everything that an import created besides contacts. */
export interface UnmadeThings {
  tags: Unmade;
  attributes: Unmade;
}

/** The progress of an import. */
export interface ImportState extends ImportChoices {
  workspaceId: number;
  id: number;
  fileName: string;
  /** Undoing starts from any end except `discarded`; if it stopped, `problem` says why. */
  state: 'proposed' | 'running' | 'done' | 'failed' | 'cancelled' | 'discarded' | 'undoing' | 'undone';
  /** The status of new contacts; null until a person chose it. */
  newStatus: 'subscribed' | 'non-subscribed' | null;
  rowsTotal: number;
  /**
   * Rows handled: added, updated, unchanged, rejected, or merged into an earlier one with the same address.
   */
  rowsDone: number;
  added: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Contacts who became subscribed, and unsubscribed or bounced ones that the file would have subscribed. */
  resubscribed: number;
  blocked: number;
  /** Contacts who became unsubscribed or bounced because the file says so. */
  lowered: number;
  /** Contacts who stay as they are but had an opt-out or bounce stored: undoing the import removes it. */
  noted: number;
  /** Contacts for whom it turned a topic on or off. */
  topics: number;
  /** Addresses in more than one row so far: their rows were merged. */
  repeated: number;
  /** Who asked to cancel it; it stops after the current batch. */
  cancelledBy: string | null;
  /** What undoing did so far: contacts removed, restored, and kept because they changed since. */
  removed: number;
  restored: number;
  kept: number;
  /** What undoing did with the tags and attributes that it created; null until it is undone. */
  unmade: UnmadeThings | null;
  /** Why it, or its undo, failed, as a sentence. */
  problem: string | null;
  createdBy: string;
  report: ImportReport | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** The columns of an ImportState, for statements that return one. */
export const stateColumns = `workspace_id AS "workspaceId", id, file_name AS "fileName", state, new_status AS "newStatus",
  existing, resubscribe, asked_where AS "askedWhere", asked_at AS "askedAt", tag_names AS "tagNames", rows_total AS "rowsTotal", rows_done AS "rowsDone", added, updated,
  unchanged, rejected, resubscribed, blocked, lowered, noted, topics, repeated, cancelled_by AS "cancelledBy", removed, restored, kept,
  unmade, problem, created_by AS "createdBy", report, started_at AS "startedAt", finished_at AS "finishedAt"`;
