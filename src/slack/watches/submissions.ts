import { lookUpSegment } from '../../audience/segments/lookup.ts';
import { addWatch, editWatch } from '../../audience/watches/watches.ts';
import { RollcallError } from '../../errors.ts';
import type { WatchCondition } from '../../lib/watches/condition.ts';
import { readCondition } from '../../lib/watches/condition-words.ts';
import type { SlackDeps } from '../core/deps.ts';
import { quoted } from '../core/forms-asked.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, conversationIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { watchMetadata } from './forms.ts';
import { watchAdded, watchChanged } from './messages-watches.ts';

/** What the form of a watch does. */
export function watchViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    watch: submitting(deps, {
      title: 'Watch',
      field: 'number',
      metadata: watchMetadata,
      async run(caller, { id }, { view }) {
        const values = view.state.values as FormValues;
        const condition = conditionIn(values);
        const channel = conversationIn(values, 'place') ?? caller.actor;
        if (id !== undefined) {
          const watch = await editWatch(audience, caller, { id, condition, channel });
          return { answer: watchChanged(watch, `Saved the watch on ${watch.name}.`) };
        }
        const segment = chosenIn(values, 'segment', pickers.segment);
        const rule = typedIn(values, 'rule').trim();
        if ((segment === undefined) === (rule === '')) {
          throw new RollcallError('invalid-input', 'Choose a segment, or type a rule.', { about: 'rule' });
        }
        const whom =
          segment === undefined
            ? rule
            : quoted((await lookUpSegment(audience, caller, { id: Number(segment) })).name);
        return { answer: watchAdded(await addWatch(audience, caller, { whom, condition, channel })) };
      },
    }),
  };
}

/** Reads the inputs as the words that could be typed: they have the same errors. */
function conditionIn(values: FormValues): WatchCondition {
  const when = chosenIn(values, 'when') ?? 'above';
  const number = typedIn(values, 'number').trim().replace(/%$/, '').trim();
  if (when !== 'joins' && number === '')
    throw new RollcallError('invalid-input', 'Type a number.', { about: 'number' });
  const span = `${chosenIn(values, 'span') ?? '7'} days`;
  const words =
    when === 'joins'
      ? 'every time someone joins'
      : when === 'people'
        ? `changes by ${number} in ${span}`
        : when === 'percent'
          ? `changes by ${number}% in ${span}`
          : `${when} ${number}`;
  const read = readCondition(words);
  if (read !== undefined && 'condition' in read) return read.condition;
  throw new RollcallError('invalid-input', read?.problem ?? `"${number}" isn’t a whole number of people.`, {
    about: 'number',
    ...(read?.hint === undefined ? {} : { hint: read.hint }),
  });
}
