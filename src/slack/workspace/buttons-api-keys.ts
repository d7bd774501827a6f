import { z } from 'zod';
import { requireRole } from '../../audience/permissions.ts';
import { listApiKeys, revokeApiKey } from '../../audience/workspace/api-keys.ts';
import { answering, opening, pushing } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { sayingModal } from '../kit/modal.ts';
import { newApiKeyModal } from './forms-api-keys.ts';
import { apiKeyList } from './messages-api-keys.ts';

const idValue = z.coerce.number().pipe(z.int());

/** The buttons in the list of API keys. */
export function apiKeyActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    /** Opened from the settings form: on top of it. */
    listApiKeys: pushing(deps, 'API keys', async (caller) =>
      sayingModal('API keys', apiKeyList(await listApiKeys(audience, caller)).blocks),
    ),
    newApiKey: opening(deps, 'New API key', async (caller, _value, to) => {
      requireRole(caller, 'admin', 'create API keys');
      return newApiKeyModal(to);
    }),
    revokeApiKey: answering(deps, async (caller, value) => {
      await revokeApiKey(audience, caller, { id: idValue.parse(value) });
      return apiKeyList(await listApiKeys(audience, caller));
    }),
  };
}
