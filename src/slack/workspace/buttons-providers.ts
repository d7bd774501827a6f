import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { findWebhook, removeWebhook } from '../../audience/events/webhooks.ts';
import { requireRole } from '../../audience/permissions.ts';
import { providerFacts } from '../../lib/providers.ts';
import { answering, opening, pushing } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { sayingModal } from '../kit/modal.ts';
import { providerKeyModal, providerNames } from './forms-providers.ts';
import { shownProviders } from './shown-providers.ts';

const idValue = z.coerce.number().pipe(z.int());

/** The buttons in the list of email providers. */
export function providerActions(deps: SlackDeps) {
  const { audience } = deps;
  return {
    /** Opened from the settings form: on top of it. */
    listProviders: pushing(deps, 'Email providers', async (caller) =>
      sayingModal('Email providers', (await shownProviders(deps, caller)).blocks),
    ),
    connectProvider: opening(deps, 'Email provider', async (caller, value, to) => {
      requireRole(caller, 'admin', 'connect email providers');
      return providerKeyModal({ to, provider: providerNames.parse(value), submission: randomUUID() });
    }),
    replaceProviderKey: opening(deps, 'Email provider', async (caller, value, to) => {
      const { id, provider } = await findWebhook(audience, caller, { id: idValue.parse(value) });
      return providerKeyModal({ to, provider, id });
    }),
    removeProvider: answering(deps, async (caller, value) => {
      const { provider } = await removeWebhook(audience, caller, { id: idValue.parse(value) });
      const done = `Disconnected ${providerFacts[provider].name}: anything it sends to that address is refused from now on.`;
      return shownProviders(deps, caller, done);
    }),
  };
}
