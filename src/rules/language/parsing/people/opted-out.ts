import { defined } from '../../../../lib/defined.ts';
import { type OptOutWay, optOutWays } from '../../../conditions/opted-out.ts';
import type { Rule } from '../../../schema.ts';
import { readTimeframe } from '../events/time.ts';
import { type Read, type Reader, see, take } from '../reader/reader.ts';

const verbs = ['unsubscribed', 'unsubscribe', 'unsubscribes', 'opted out'];
const ways = Object.keys(optOutWays) as OptOutWay[];

/** Reads `unsubscribed by one-click this month`; undefined if there is nothing of the kind. */
export function readOptOut(reader: Reader, { negated }: { negated: boolean }): Read<Rule> | undefined {
  const verb = see(reader, verbs);
  if (verb === undefined) return undefined;
  const how = ways.find((way) => see(reader, optOutWays[way], verb.split(' ').length) !== undefined);
  if (how === undefined) return undefined;
  take(reader, verbs);
  take(reader, optOutWays[how]);
  const timeframe = readTimeframe(reader, { negated });
  if (timeframe === null) return null;
  return { type: 'opted-out', how, ...defined({ timeframe }) };
}
