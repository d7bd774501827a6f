import { createApiKey } from '../../audience/workspace/api-keys.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { apiKeyMetadata, apiTokenModal } from './forms-api-keys.ts';
import { apiKeyUnseen } from './messages-api-keys.ts';

/** What the modal of a new API key does when it is submitted. */
export function apiKeyViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    newApiKey: submitting(deps, {
      title: 'New API key',
      field: 'name',
      metadata: apiKeyMetadata,
      async run(caller, _metadata, { view }) {
        const { values } = view.state;
        const name = values.name?.name?.value ?? '';
        const scopes = (values.scopes?.scopes?.selected_options ?? []).map(({ value }) => value ?? '');
        const { key, token } = await createApiKey(audience, caller, { name, scopes });
        return { answer: apiKeyUnseen(key.name), instead: apiTokenModal(key.name, token) };
      },
    }),
  };
}
