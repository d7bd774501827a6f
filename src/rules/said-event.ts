import { explainLatest } from './latest-campaigns.ts';
import { eventKinds, isMailEvent } from './operators.ts';
import { printTest } from './print-test.ts';
import { printNamed, quote, quoteName } from './quote.ts';
import type { Condition, Names } from './schema.ts';

/** What was done, behind "who" and behind "have": `did "purchase" with amount > 100`. */
export function saidEvent(
  { event, campaigns, latest, properties, machines }: Extract<Condition, { type: 'event' }>,
  names: Names,
): [string, string] {
  const campaign =
    latest === undefined
      ? campaigns?.map((id) => printNamed(id, names.campaigns)).join(' or ')
      : explainLatest(latest, names.campaigns);
  const about = [
    ...(properties ?? []).map(({ property, test, not }, index) => {
      const words = printTest(quoteName(property), test, not ?? false);
      return `${index === 0 ? 'with' : 'and'} ${words.replace(/^has /, '')}`;
    }),
    ...(machines ? ['(machines included)'] : []),
  ];
  const forms = isMailEvent(event)
    ? [eventKinds[event].said(campaign), eventKinds[event].said(campaign)]
    : [`did ${quote(event)}`, `done ${quote(event)}`].map((said) =>
        campaign === undefined ? said : `${said} from ${campaign}`,
      );
  return forms.map((form) => [form, ...about].join(' ')) as [string, string];
}
