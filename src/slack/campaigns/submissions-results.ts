import { z } from 'zod';
import { changeConversions } from '../../audience/campaigns/conversions.ts';
import { RollcallError } from '../../errors.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { idIn } from '../people/values.ts';
import { comparisonOf, resultsOf } from './buttons-results.ts';
import { oneCampaign } from './forms.ts';
import { compareCampaignsMetadata, NO_CONVERSIONS } from './forms-results.ts';

/** What the forms about results do when they are submitted. */
export const campaignResultsViews = (deps: SlackDeps) => ({
  compareCampaigns: submitting(deps, {
    title: 'Compare campaigns',
    field: 'other',
    metadata: compareCampaignsMetadata,
    async run(caller, { to, id }, { view }) {
      const values = view.state.values as FormValues;
      const one = { id: id ?? idIn(values, 'one', pickers.campaign) };
      const other = { id: idIn(values, 'other', pickers.campaign) };
      const inWindow = to.inModal === true;
      return { answer: await comparisonOf(deps, caller, { one, other, inWindow }) };
    },
  }),
  campaignConversions: submitting(deps, {
    title: 'Conversions',
    field: 'kind',
    metadata: oneCampaign,
    async run(caller, { id }, { view }) {
      const values = view.state.values as FormValues;
      await changeConversions(deps.audience, caller, { id, ...conversionsIn(values) });
      return { answer: await resultsOf(deps, caller, { id }) };
    },
  }),
});

const afters = z.enum(['click', 'delivery']);

function conversionsIn(values: FormValues) {
  const chosen = chosenIn(values, 'kind') ?? NO_CONVERSIONS;
  const typed = typedIn(values, 'typed').trim();
  const days = Number(typedIn(values, 'days').trim());
  if (typed !== '' && chosen !== NO_CONVERSIONS)
    throw new RollcallError('invalid-input', 'Choose an event or type one, not both.', { about: 'typed' });
  const kind = typed === '' ? (chosen === NO_CONVERSIONS ? null : chosen) : typed;
  return { kind, days, after: afters.parse(chosenIn(values, 'after')) };
}
