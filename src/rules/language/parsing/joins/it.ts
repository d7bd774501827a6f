import { printRule } from '../../print.ts';
import type { Item } from '../reader/item.ts';
import { ask, cited, type Read, type Reader, refuse, textOf } from '../reader/reader.ts';
import { spokenRule } from '../reader/spoken.ts';

/** The name of the campaign in the condition before: `received "Spring sale" but didn't open it`. */
export const itWords = [
  'it',
  'in it',
  'on it',
  'from it',
  'about it',
  'a link in it',
  'on a link in it',
  'any link in it',
];

/** Replaces "it" with the campaign of the condition before. */
export function settleIt(reader: Reader, items: readonly Item[]): Read<Item[]> {
  const settled: Item[] = [];
  for (const item of items) {
    const { spoken } = item;
    if (spoken?.it !== true || (spoken.condition.type !== 'event' && spoken.condition.type !== 'campaign')) {
      settled.push(item);
      continue;
    }
    // A bare verb takes the campaign of the next one: "was sent “A” but neither opened nor clicked it".
    const giver = settled.toReversed().find((each) => each.spoken?.own !== false);
    const before = giver?.spoken?.condition;
    const { campaigns, latest } = before?.type === 'event' || before?.type === 'campaign' ? before : {};
    const said = textOf(reader, item.from, item.to);
    if (campaigns === undefined && latest === undefined) {
      const message = `Which campaign is "it" in ${cited(said)}? Write its name in quotes.`;
      return refuse(reader, item.from, item.to, message);
    }
    const of = campaigns === undefined ? { latest } : { campaigns };
    const condition = { ...spoken.condition, ...of } as typeof spoken.condition;
    if ((campaigns?.length ?? latest ?? 1) > 1) {
      const message = `Which campaign is "it" in ${cited(said)}? Write their names again.`;
      return ask(reader, item.from, item.to, message, [
        printRule(spokenRule({ ...spoken, condition }), reader.names),
      ]);
    }
    const { it: _, ...rest } = spoken;
    const whole = { ...rest, condition, own: true };
    settled.push({ ...item, spoken: whole, rule: spokenRule(whole) });
  }
  return settled;
}
