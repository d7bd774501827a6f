import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { providerFacts, providers } from '../../lib/providers.ts';
import { answerToSchema } from '../core/answer-to.ts';
import { views } from '../core/ids.ts';
import { section } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { escaped, md } from '../kit/mrkdwn.ts';

export const providerNames = z.enum(providers);

/**
 * `id`: the provider whose key to replace; without it, a new one is connected. `submission`: identifies this
 * form, so that it connects only one provider, however often Slack delivers it.
 */
export const providerMetadata = z.object({
  to: answerToSchema,
  provider: providerNames,
  id: z.int().optional(),
  submission: z.string().max(100).optional(),
});

/** Asks for the secret that verifies a provider's requests. A stored one is never shown. */
export function providerKeyModal(metadata: z.infer<typeof providerMetadata>): ModalView {
  const { name, secret } = providerFacts[metadata.provider];
  const isNew = metadata.id === undefined;
  return {
    ...formFrame({
      callback: views.providerKey,
      title: isNew ? `Connect ${name}` : `New key for ${name}`,
      submit: isNew ? 'Connect' : 'Replace',
      metadata,
    }),
    blocks: [
      section(
        isNew
          ? md`You’ll get an address to enter in ${escaped(name)}. Rollcall only accepts what this key proves ${escaped(name)} sent.`
          : md`The address stays the same. From now on, Rollcall verifies what it receives with the new key.`,
      ),
      {
        type: 'input',
        block_id: 'secret',
        label: plain('Key', 2000),
        hint: plain(`For ${name}: ${secret}. It’s stored encrypted and never shown again.`, 2000),
        element: { type: 'plain_text_input', action_id: 'secret', max_length: 1000 },
      },
    ],
  };
}
