import { z } from 'zod';
import { attributeOfId, changeAttributeType } from '../../audience/contacts/attributes.ts';
import { answering, opening } from '../core/button-listeners.ts';
import type { SlackDeps } from '../core/deps.ts';
import { attributeModal } from './forms-attributes.ts';
import { typeChanged } from './messages-attributes.ts';

const wanted = z.object({
  id: z.int(),
  type: z.enum(['text', 'number', 'boolean', 'date']),
  yearly: z.boolean(),
  removeUnfit: z.boolean(),
});

/** The buttons in lists and questions about attributes. */
export const attributeActions = (deps: SlackDeps) => ({
  changeAttribute: opening(deps, 'Change type', async (caller, value, to) =>
    attributeModal(to, await attributeOfId(deps.audience, caller, z.coerce.number().int().parse(value))),
  ),

  confirmAttribute: answering(deps, async (caller, value) => {
    const { id, ...rest } = wanted.parse(JSON.parse(value));
    return typeChanged(await changeAttributeType(deps.audience, caller, { ref: { id }, ...rest }));
  }),
});
