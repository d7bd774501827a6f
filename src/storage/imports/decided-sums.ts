import type { Decided } from './decide.ts';

/** Adds up the results of two batches. */
export function sum(one: Decided, other: Decided): Decided {
  return {
    added: one.added + other.added,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    resubscribed: one.resubscribed + other.resubscribed,
    unsubscribed: one.unsubscribed + other.unsubscribed,
    bounced: one.bounced + other.bounced,
    nonSubscribed: one.nonSubscribed + other.nonSubscribed,
    lowered: one.lowered + other.lowered,
    loweredToUnsubscribed: one.loweredToUnsubscribed + other.loweredToUnsubscribed,
    noted: one.noted + other.noted,
    staySubscribed: one.staySubscribed + other.staySubscribed,
    newTags: [...new Set([...one.newTags, ...other.newTags])],
  };
}

/** The result of a batch without contacts. */
export const nothing: Decided = {
  added: 0,
  updated: 0,
  unchanged: 0,
  resubscribed: 0,
  unsubscribed: 0,
  bounced: 0,
  nonSubscribed: 0,
  lowered: 0,
  loweredToUnsubscribed: 0,
  noted: 0,
  staySubscribed: 0,
  newTags: [],
};
