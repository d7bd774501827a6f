import { z } from 'zod';
import { causeSchema } from './causes.ts';
import { conditionSchema } from './condition.ts';

// What a message that Rollcall posts by itself says, as data: it is written into its row before it is posted.

/** A cause with the names of what it is about. */
const shownCauseSchema = causeSchema.omit({ tagId: true }).extend({
  tag: z.string().nullable(),
  /** The file of an import, and who ran it. */
  file: z.string().nullable(),
});
export type ShownCause = z.infer<typeof shownCauseSchema>;

const moment = z.iso.datetime();
const id = z.int();

/** A change of a size between two moments. */
const changeSchema = z.object({
  from: z.int(),
  to: z.int(),
  since: moment,
  /** They add up to the change; empty if the people are not tracked. */
  causes: z.array(shownCauseSchema),
});
export type ShownChange = z.infer<typeof changeSchema>;

/** A segment that moved, in a digest. */
const moverSchema = z.object({
  id,
  name: z.string(),
  from: z.int(),
  to: z.int(),
  /** How many days ago it was read first; posts of earlier versions have none. */
  days: z.int().optional(),
  causes: z.array(shownCauseSchema),
});

export const postSchema = z.discriminatedUnion('is', [
  /** A watch speaks up. */
  z.object({
    is: z.literal('spoke'),
    watchId: id,
    segmentId: id.nullable(),
    name: z.string(),
    condition: conditionSchema,
    change: changeSchema,
    reachable: z.int(),
    joined: z.int(),
    owner: z.string(),
  }),
  /** A watch ended, because its segment was deleted. */
  z.object({ is: z.literal('ended'), name: z.string(), condition: conditionSchema }),
  /** To the owner: a message may not have been posted. */
  z.object({ is: z.literal('uncertain'), postId: id, name: z.string(), channel: z.string(), at: moment }),
  /** To the owner: Slack refuses messages into this channel. */
  z.object({
    is: z.literal('failing'),
    watchId: id.nullable(),
    name: z.string(),
    channel: z.string(),
    problem: z.string(),
  }),
  /** To the owner: the rule can't be counted. */
  z.object({ is: z.literal('broken'), watchId: id, name: z.string(), problem: z.string() }),
  z.object({
    is: z.literal('digest'),
    digestId: id,
    since: moment,
    until: moment,
    members: z.int(),
    reachable: z.int(),
    /** The size of the whole audience a week ago; null if nobody read it then. */
    before: z.int().nullable(),
    /** How many days ago that was: fewer than a week in a young workspace. */
    beforeDays: z.int().optional(),
    days: z.array(z.object({ day: z.string(), members: z.int() })),
    movers: z.array(moverSchema),
    campaigns: z.array(
      z.object({
        name: z.string(),
        sent: z.int(),
        notSent: z.int(),
        /** Posts of earlier versions have none. */
        clicked: z.int().optional(),
        clicks: z.int().optional(),
        unsubscribed: z.int().optional(),
      }),
    ),
    imports: z.array(z.object({ file: z.string(), by: z.string(), added: z.int(), updated: z.int() })),
    failing: z.array(z.object({ name: z.string(), problem: z.string() })),
    /** How many there are beside those that are named. */
    more: z.object({ campaigns: z.int(), imports: z.int(), failing: z.int() }).optional(),
  }),
]);
export type PostContent = z.infer<typeof postSchema>;
