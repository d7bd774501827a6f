/**
 * Events that every contact has many of. The table `contact_rollups` keeps a summary per contact, in one set
 * of columns for each of these kinds. Storage maintains it, and conditions compile to tests of it.
 */
export const rolledUpKinds = ['received', 'opened', 'clicked'] as const;
export type RolledUpKind = (typeof rolledUpKinds)[number];

/** How many of the most recent times a rollup holds: it answers "at least n since" for n up to this. */
export const recentKept = 10;
