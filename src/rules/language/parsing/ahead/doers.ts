import { namedLike } from '../../../../lib/names.ts';
import type { Rule } from '../../../schema.ts';
import { formsOf } from '../../event-forms.ts';
import { peek, type Reader } from '../reader/reader.ts';
import { namedInPlural } from './plural.ts';

/** People named by what they did, and the past form that finds it among the events of a workspace. */
const doers: Readonly<Record<string, string>> = {
  buyer: 'bought',
  buyers: 'bought',
  purchaser: 'bought',
  purchasers: 'bought',
  donor: 'donated',
  donors: 'donated',
  attendee: 'attended',
  attendees: 'attended',
};

/**
 * What "buyers", "donors" and "non-buyers" mean, `offset` tokens from here: that they did it, if exactly one
 * event of the workspace fits and nothing else has that name.
 */
export function seeDoers(reader: Reader, offset = 0): Rule | undefined {
  const word = peek(reader, offset);
  if (word?.kind !== 'word') return undefined;
  const plain = word.lower.replace(/^non-/, '');
  const past = Object.hasOwn(doers, plain) ? (doers[plain] ?? '') : '';
  const { tags, segments, events } = reader.names;
  const [event, ...others] = past === '' ? [] : (formsOf(events).past.get(past) ?? []);
  if (event === undefined || others.length > 0) return undefined;
  const isCalled = [tags, segments].some(
    (things) => namedLike(things, word.text).length + namedInPlural(things, word.text).length > 0,
  );
  if (isCalled) return undefined;
  const rule: Rule = { type: 'event', event };
  return plain === word.lower ? rule : { type: 'not', rule };
}
