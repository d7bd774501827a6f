import { liftSuppression } from '../../audience/contacts/lift-suppression.ts';
import { suppress } from '../../audience/contacts/suppress.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { type FormValues, typedIn } from '../kit/form-values.ts';
import { askedIn } from '../topics/asked.ts';
import { suppressMetadata } from './forms-suppress.ts';
import { addressesSuppressed, suppressionLifted } from './messages-suppress.ts';

/** What the suppression modals do when they are submitted. */
export function suppressViews(deps: SlackDeps) {
  const { audience } = deps;
  const metadata = suppressMetadata;
  return {
    suppress: submitting(deps, {
      title: 'Suppress addresses',
      field: 'emails',
      metadata,
      async run(caller, _metadata, { view, client }) {
        const { values } = view.state;
        const file = values.file?.file?.files?.[0];
        const url = file?.url_private_download ?? file?.url_private;
        if (file === undefined || url === undefined)
          return {
            answer: addressesSuppressed(
              await suppress(audience, caller, { text: typedIn(values as FormValues, 'emails') }),
            ),
          };
        const bytes = await deps.files.download({ name: file.name ?? 'the file', url }, client);
        const text = `${typedIn(values as FormValues, 'emails')}\n${new TextDecoder().decode(bytes)}`;
        return { answer: addressesSuppressed(await suppress(audience, caller, { text, how: 'import' })) };
      },
    }),

    liftSuppression: submitting(deps, {
      title: 'They asked for it',
      field: 'where',
      metadata,
      async run(caller, { email = '' }, { view }) {
        const asked = askedIn(view.state.values as FormValues);
        const { contactId } = await liftSuppression(audience, caller, { email, asked });
        return { answer: suppressionLifted(email, contactId) };
      },
    }),
  };
}
