/**
 * Events that every contact has many of: what they come to is kept per contact (table `contact_rollups`), in one set of
 * columns for each of these kinds. Storage keeps them, conditions are compiled to them.
 */
export const rolledUpKinds = ['received', 'opened', 'clicked'] as const;
export type RolledUpKind = (typeof rolledUpKinds)[number];

/** How many of the most recent times a rollup holds: "at least n since" is answered from it for n up to this. */
export const recentKept = 10;
