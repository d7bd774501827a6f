import { sourceNamed } from '../../audience/people/named.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { segmentPlace } from '../segments/buttons.ts';
import { numbersMetadata } from './forms-numbers.ts';

/** What the forms of breakdowns and comparisons do when they are submitted. */
export function numberViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    breakDown: submitting(deps, {
      title: 'Break down',
      field: 'people',
      metadata: numbersMetadata,
      async run(caller, { list }, { view }) {
        const values = view.state.values as FormValues;
        const source = list ?? (await sourceNamed(audience, caller, typedIn(values, 'people')));
        const by = chosenIn(values, 'by', pickers.breakdown) ?? '';
        return { answer: await segmentPlace(deps, caller, { show: 'breakdown', source, by }) };
      },
    }),

    comparePeople: submitting(deps, {
      title: 'Compare',
      field: 'other',
      metadata: numbersMetadata,
      async run(caller, { list }, { view }) {
        const values = view.state.values as FormValues;
        const [one, other] = await Promise.all([
          list ?? sourceNamed(audience, caller, typedIn(values, 'one')),
          sourceNamed(audience, caller, typedIn(values, 'other')),
        ]);
        return { answer: await segmentPlace(deps, caller, { show: 'overlap', one, other }) };
      },
    }),
  };
}
