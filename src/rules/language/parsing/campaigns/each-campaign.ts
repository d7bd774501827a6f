import { latestCampaigns } from '../../../latest-campaigns.ts';
import { quote } from '../../quote.ts';
import { ask, cited, type Reader, textOf } from '../reader/reader.ts';

/**
 * Refuses "every campaign" and "all of the last 3 campaigns", from here to `to`: which these are changes with
 * each new one. Nothing that means "any of them" is offered.
 *
 * @param options.each the campaigns by name, if the words can only mean these
 * @param options.isTimeless whether no count can follow the verb: "missed"
 */
export function refuseEach(
  reader: Reader,
  { from, to }: { from: number; to: number },
  { each = [], isTimeless = false }: { each?: readonly string[]; isTimeless?: boolean },
): null {
  const { campaigns } = reader.names;
  const latest = latestCampaigns(campaigns, 2);
  const both = (latest.length < 2 ? campaigns : latest).slice(0, 2).map(({ name }) => quote(name));
  const examples = [
    ...(both.length === 2 ? [both.join(' and ')] : []),
    ...(isTimeless ? [] : ['at least 3 times', 'at least 5 times']),
  ];
  const often = isTimeless ? '' : ', or say how often, like "at least 3 times"';
  const message = `A rule can’t be about ${cited(textOf(reader, from, to))}, because each new one would change who matches. Name the campaigns, like "A" and "B"${often}.`;
  return ask(reader, from, to, message, each, examples);
}
