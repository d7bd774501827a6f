import { lookUpSegment } from '../../audience/segments/lookup.ts';
import { addWatch, editWatch } from '../../audience/watches/watches.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { quoted } from '../core/forms-asked.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, conversationIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { conditionIn } from './form-condition.ts';
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
