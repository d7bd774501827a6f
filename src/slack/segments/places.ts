import { z } from 'zod';
import { sourceSchema } from '../../audience/people/source.ts';
import { segmentSorts } from '../../audience/segments/list.ts';

/** What a button about segments shows. It is in the button's value and is looked up again on each click. */
export const placeSchema = z.discriminatedUnion('show', [
  z.object({
    show: z.literal('list'),
    search: z.string(),
    sort: z.enum(segmentSorts),
    page: z.int(),
  }),
  z.object({ show: z.literal('card'), id: z.int() }),
  z.object({ show: z.literal('size'), id: z.int() }),
  z.object({ show: z.literal('count'), sentence: z.string() }),
  /** In older messages; lists have their own place now (slack/people/places.ts). */
  z.object({ show: z.literal('members'), id: z.int() }),
  z.object({ show: z.literal('breakdown'), source: sourceSchema, by: z.string() }),
  z.object({ show: z.literal('overlap'), one: sourceSchema, other: sourceSchema }),
  z.object({ show: z.literal('forecast'), id: z.int(), days: z.int() }),
  /** Days as `2026-11-23`. */
  z.object({
    show: z.literal('history'),
    id: z.int(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
]);
export type SegmentPlace = z.infer<typeof placeSchema>;

/** Slack's limit for a button's value. */
const LONGEST_VALUE = 2000;

/** A place as a button's value; undefined if it is too long for one. */
export function placeValue(place: SegmentPlace): string | undefined {
  const value = JSON.stringify(place);
  return value.length <= LONGEST_VALUE ? value : undefined;
}
