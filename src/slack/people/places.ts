import { z } from 'zod';
import { sourceSchema } from '../../audience/people/source.ts';
import { fromCompactJson, toCompactJson } from '../core/compact-json.ts';

const id = z.int();

/** A page of a list of people, as a button remembers it; without an edge it is the first page. */
export const listPlaceSchema = z.object({
  source: sourceSchema,
  edge: z.union([z.object({ after: id }), z.object({ before: id })]).optional(),
});
export type ListPlace = z.infer<typeof listPlaceSchema>;

/** Slack's limit for a button's value. */
const LONGEST_VALUE = 2000;

/** A value for a button; undefined if it is too long for one even when compressed. */
export function buttonValue(place: object): string | undefined {
  const value = toCompactJson(place, LONGEST_VALUE);
  return value.length <= LONGEST_VALUE ? value : undefined;
}

/** The place in the value of a button of a list. */
export const listPlaceIn = (value: string): ListPlace => listPlaceSchema.parse(fromCompactJson(value));
