import { createWebhook, replaceWebhookSecret } from '../../audience/events/webhooks.ts';
import { providerFacts } from '../../lib/providers.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { providerMetadata } from './forms-providers.ts';
import { shownProviders } from './shown-providers.ts';

/** What the modal of a provider's key does when it is submitted. */
export function providerViews(deps: SlackDeps) {
  const { audience } = deps;
  return {
    providerKey: submitting(deps, {
      title: 'Email providers',
      field: 'secret',
      metadata: providerMetadata,
      async run(caller, { provider, id, submission }, { view }) {
        const secret = view.state.values.secret?.secret?.value ?? '';
        const { name } = providerFacts[provider];
        if (id === undefined) await createWebhook(audience, caller, { provider, secret, submission });
        else await replaceWebhookSecret(audience, caller, { id, secret });
        const done =
          id === undefined
            ? `${name} is connected. Enter its address, below, in the settings of ${name}${provider === 'postmark' ? ', with your user:password@ behind its https://' : ''}.`
            : `Replaced the key of ${name}.`;
        return { answer: await shownProviders(deps, caller, done) };
      },
    }),
  };
}
