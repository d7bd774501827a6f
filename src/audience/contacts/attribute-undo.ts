import { z } from 'zod';
import { RollcallError } from '../../errors.ts';
import {
  type AttributeValue,
  lockAttribute,
  lockValues,
  lockWithoutValue,
  setType,
  writeValues,
} from '../../storage/contacts/attribute-values.ts';
import { listAttributes } from '../../storage/contacts/attributes.ts';
import { namesNow } from '../../storage/workspace/names.ts';
import type { Undoer } from '../undo/keep.ts';
import { blockedBy, eachConversion, segmentsUsing } from './attribute-change.ts';

const typed = z.object({ type: z.enum(['text', 'number', 'boolean', 'date']), yearly: z.boolean() });
const shape = z.object({
  id: z.int(),
  from: typed,
  to: typed,
  values: z.array(z.object({ contactId: z.int(), value: z.unknown(), now: z.unknown() })),
});

/** How changes to attributes are undone. */
export const attributeUndoers: Record<string, Undoer> = {
  'attribute.type-changed': {
    role: 'editor',
    doing: 'change attributes',
    async run(database, { caller: { workspaceId }, before, at }) {
      const { id, from, to, values } = shape.parse(before);
      const { name: known = '' } =
        (await listAttributes(database, workspaceId)).find((each) => each.id === id) ?? {};
      const attribute = known === '' ? undefined : await lockAttribute(database, workspaceId, known);
      if (attribute === undefined || attribute.type !== to.type || attribute.yearly !== to.yearly) {
        throw new RollcallError('busy', 'That attribute was changed or deleted since.', {
          hint: 'Undo the later change first, then this one.',
        });
      }
      const { names } = await namesNow(database, workspaceId);
      const dates = { now: at, timeZone: 'UTC', weekStart: 'monday' } as const;
      const { blocking } = segmentsUsing({ names, dates }, attribute, from);
      if (blocking.length > 0) throw blockedBy(attribute, from, blocking);
      const left = await putBack(database, { workspaceId, attribute: id, from, values });
      await setType(database, workspaceId, { id, ...from });
      return {
        did: `Changed the type of "${attribute.name}" back to ${from.type}`,
        left: left === 0 ? [] : [`Left ${left} ${left === 1 ? 'value' : 'values'} alone: set since.`],
      };
    },
  },
};

type Typed = z.infer<typeof typed>;

/**
 * Returns how many values were set after the change and don't fit the earlier type: they stay, and count as
 * empty.
 */
async function putBack(
  database: Parameters<typeof lockValues>[0],
  given: {
    workspaceId: number;
    attribute: number;
    from: Typed;
    values: (AttributeValue & { now: unknown })[];
  },
): Promise<number> {
  const { workspaceId, attribute, from } = given;
  const kept = new Map(given.values.map((each) => [each.contactId, each]));
  const write = (values: AttributeValue[]) =>
    values.length === 0 ? undefined : writeValues(database, workspaceId, { attribute, values });
  const earlier = { ...from, dateOrder: undefined };
  const read = { attribute, shape: earlier, read: lockValues };
  const { unfit } = await eachConversion(database, workspaceId, read, async (page) => {
    await write(
      page.flatMap(({ contactId, value, fitting }) => {
        const was = kept.get(contactId);
        kept.delete(contactId);
        // A value that was set after the change is kept.
        const back = was !== undefined && was.now === value ? was.value : fitting;
        return back === undefined || back === value ? [] : [{ contactId, value: back }];
      }),
    );
  });
  // A value that the change removed is restored if the contact has none now. A value that someone removed
  // later stays removed.
  const removed = [...kept.values()].filter(({ now }) => now === null).map(({ contactId }) => contactId);
  const without = await lockWithoutValue(database, workspaceId, { attribute, contactIds: removed });
  await write(without.flatMap((contactId) => kept.get(contactId) ?? []));
  return unfit;
}
