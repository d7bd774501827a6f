import { lookUpContact } from '../../audience/contacts/lookup.ts';
import { copySegment, deleteSegment, renameSegment } from '../../audience/segments/changes.ts';
import { whyMember } from '../../audience/segments/why.ts';
import type { SlackDeps } from '../core/deps.ts';
import { pickers } from '../core/ids.ts';
import { submitting } from '../core/submissions.ts';
import type { FormValues } from '../kit/form-values.ts';
import { idIn } from '../people/values.ts';
import { segmentMetadata } from './forms.ts';
import { segmentCopied, segmentDeleted, segmentRenamed } from './messages-changes.ts';
import { memberWhy } from './messages-why.ts';

type Values = Record<string, Record<string, { value?: string | null }>>;

const typed = (values: unknown, block: string): string => (values as Values)[block]?.[block]?.value ?? '';

/** What the modals about a segment do when they are submitted. */
export function segmentViews(deps: SlackDeps) {
  const { audience } = deps;
  const metadata = segmentMetadata;
  return {
    renameSegment: submitting(deps, {
      title: 'Rename segment',
      field: 'name',
      metadata,
      run: async (caller, { id }, { view }) => {
        const name = typed(view.state.values, 'name');
        return { answer: segmentRenamed(await renameSegment(audience, caller, { ref: { id }, name })) };
      },
    }),
    copySegment: submitting(deps, {
      title: 'Copy segment',
      field: 'name',
      metadata,
      run: async (caller, { id }, { view }) => {
        const name = typed(view.state.values, 'name');
        return { answer: segmentCopied(await copySegment(audience, caller, { ref: { id }, name })) };
      },
    }),
    deleteSegment: submitting(deps, {
      title: 'Delete segment',
      metadata,
      run: async (caller, { id }) => ({
        answer: segmentDeleted(await deleteSegment(audience, caller, { id })),
      }),
    }),
    whySegment: submitting(deps, {
      title: 'Why?',
      field: 'person',
      metadata,
      run: async (caller, { id }, { view }) => {
        const person = idIn(view.state.values as FormValues, 'person', pickers.person);
        const { email } = await lookUpContact(audience, caller, { id: person });
        return { answer: memberWhy(id, await whyMember(audience, caller, { id, email })) };
      },
    }),
  };
}
