import { previewAttributeType } from '../../audience/contacts/attributes.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { chosenIn, type FormValues } from '../kit/form-values.ts';
import { attributeMetadata, type TypeChoice, typeChoices } from './forms-attributes.ts';
import { typePreview } from './messages-attributes.ts';

/** Submitting the form of an attribute's type shows a preview of the change. */
export const attributeViews = (deps: SlackDeps) => ({
  attributeType: submitting(deps, {
    title: 'Change type',
    field: 'type',
    metadata: attributeMetadata,
    async run(caller, { id }, { view }) {
      const chosen = chosenIn(view.state.values as FormValues, 'type') as TypeChoice;
      const { type, yearly } = typeChoices[chosen];
      return {
        answer: typePreview(await previewAttributeType(deps.audience, caller, { ref: { id }, type, yearly })),
      };
    },
  }),
});
