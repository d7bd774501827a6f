import { z } from 'zod';
import { tagPeople } from '../../audience/contacts/people-in-text.ts';
import { defined } from '../../lib/defined.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, chosenIn, type FormValues } from '../kit/form-values.ts';
import { tagIn } from './chosen-tag.ts';
import { groupsOf, peopleMetadata } from './forms-people.ts';
import { peopleTagged } from './messages-tagging.ts';

/** Tags the chosen people, and adds those who should become contacts. */
export const peopleViews = (deps: SlackDeps) => ({
  tagPeople: submitting(deps, {
    title: 'Tag people',
    field: 'tag',
    metadata: peopleMetadata,
    async run(caller, _metadata, { view }) {
      const values = view.state.values as FormValues;
      const chosen = (of: 'contacts' | 'others') => groupsOf(of).flatMap((id) => allChosenIn(values, id));
      const status = z.enum(['subscribed', 'non-subscribed']).optional().parse(chosenIn(values, 'status'));
      const tagged = await tagPeople(deps.audience, caller, {
        contacts: chosen('contacts'),
        others: chosen('others'),
        tag: tagIn(values),
        ...defined({ status }),
      });
      return { answer: peopleTagged(tagged) };
    },
  }),
});
