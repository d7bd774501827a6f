import type { AttributeType } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import {
  type AttributeValue,
  lockAttribute,
  lockValues,
  setType,
  writeValues,
} from '../../storage/contacts/attribute-values.ts';
import { type Attribute, listAttributes as listStored } from '../../storage/contacts/attributes.ts';
import { hasRunningImport } from '../../storage/imports/imports.ts';
import { namesNow } from '../../storage/workspace/names.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneLongChange } from '../change.ts';
import { requireRole, seesContacts } from '../permissions.ts';
import { knownTo } from '../segments/segments.ts';
import {
  type AttributeRef,
  blockedBy,
  type Conversion,
  eachConversion,
  lookUpAttribute,
  segmentsUsing,
  unfitValues,
  type WantedType,
  wantedShape,
} from './attribute-change.ts';
import { convertValue, type ValueShape } from './attribute-values.ts';

/** A million values take a minute or two on a small server. */
const PATIENCE = { maxWait: 10_000, timeout: 600_000 };
/**
 * If more values than this can't be derived from the new ones, no copy is kept and undo is not offered.
 */
const MOST_KEPT = 50_000;

/** An attribute, and the segments whose rules use it. */
export interface UsedAttribute extends Attribute {
  segments: string[];
}

/** All attributes by name. */
export async function listAttributes(deps: AudienceDeps, caller: Caller): Promise<UsedAttribute[]> {
  requireRole(caller, 'viewer', 'see attributes');
  const { prisma } = deps.storage;
  const { names } = await namesNow(prisma, caller.workspaceId);
  const uses = names.segments.map(({ name, rule }) => ({ name, ...mentionsOf(rule) }));
  return (await listStored(prisma, caller.workspaceId))
    .map((attribute) => ({
      ...attribute,
      segments: uses.filter(({ attributes }) => attributes.has(attribute.id)).map(({ name }) => name),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** @throws RollcallError `not-found` */
export async function attributeOfId(deps: AudienceDeps, caller: Caller, id: number): Promise<Attribute> {
  requireRole(caller, 'editor', 'change attributes');
  return lookUpAttribute(deps.storage.prisma, caller.workspaceId, { id });
}

/** What another type would change. */
export interface TypePreview extends Conversion {
  attribute: Attribute;
  to: { type: AttributeType; yearly: boolean };
  /** Segments whose rules use it. */
  using: string[];
  /** Those of them whose rule would break: they block the change. */
  blocking: string[];
}

/**
 * Previews what another type would do to an attribute's values and to the rules that use it. Nothing is
 * changed.
 *
 * @param wanted parts that are left out stay as they are
 * @throws RollcallError `not-found`
 */
export async function previewAttributeType(
  deps: AudienceDeps,
  caller: Caller,
  { ref, ...wanted }: { ref: AttributeRef } & WantedType,
): Promise<TypePreview> {
  requireRole(caller, 'editor', 'change attributes');
  const { workspaceId } = caller;
  const { prisma } = deps.storage;
  const known = await knownTo(deps, caller);
  const attribute = await lookUpAttribute(prisma, workspaceId, ref);
  const to = wantedShape(attribute, wanted);
  const shape = { ...to, dateOrder: known.workspace.dateOrder, now: deps.now() };
  const conversion = await eachConversion(
    prisma,
    workspaceId,
    { attribute: attribute.id, shape },
    async () => {},
  );
  return {
    ...conversion,
    examples: seesContacts(caller) ? conversion.examples : [],
    attribute,
    to,
    ...segmentsUsing(known, attribute, to),
  };
}

/** An attribute after the change, and how many stored values were rewritten or removed. */
export interface TypedAttribute extends Omit<Attribute, 'id'> {
  converted: number;
  removed: number;
  /** The id for undo; none if nothing changed, or if too many values would have to be kept. */
  undoId?: number;
}

/**
 * Changes an attribute's type, and converts its stored values with it: all of them, or none.
 *
 * @param options.removeUnfit removes values that don't fit; otherwise they block the change
 * @throws RollcallError `invalid-input` if stored values don't fit, saying how many; `not-found`; `busy` if a
 *   rule would break, naming the segments, or while an import writes values of the old type
 * @example await changeAttributeType(deps, caller, { ref: { name: 'seats' }, type: 'number' })
 * // { name: 'Seats', type: 'number', yearly: false, converted: 1204, removed: 0, undoId: 7 }
 */
export async function changeAttributeType(
  deps: AudienceDeps,
  caller: Caller,
  {
    ref,
    removeUnfit = false,
    ...wanted
  }: { ref: AttributeRef; removeUnfit?: boolean | undefined } & WantedType,
): Promise<TypedAttribute> {
  requireRole(caller, 'editor', 'change attributes');
  const known = await knownTo(deps, caller);
  return asOneLongChange(deps, caller, PATIENCE, async ({ database, workspaceId, audit, undoable }) => {
    const { name: meant } = await lookUpAttribute(database, workspaceId, ref);
    const attribute = await lockAttribute(database, workspaceId, meant);
    if (attribute === undefined) throw new Error('an attribute went while it was looked at');
    const { name, ...was } = attribute;
    const to = wantedShape(attribute, wanted);
    const { type, yearly } = to;
    if (type === was.type && yearly === was.yearly) return { name, type, yearly, converted: 0, removed: 0 };
    if (await hasRunningImport(database, workspaceId)) {
      const hint = 'Try again when it’s done: /contacts import shows its progress.';
      throw new RollcallError('busy', `An import is running and may be writing values of "${name}".`, {
        hint,
      });
    }
    const { names } = await namesNow(database, workspaceId);
    const { blocking } = segmentsUsing({ names, dates: known.dates }, attribute, to);
    if (blocking.length > 0) throw blockedBy(attribute, to, blocking);
    const { dateOrder } = known.workspace;
    const kept = keeper({ ...was, dateOrder, now: deps.now() });
    let refused = false;
    const shape: ValueShape = { ...to, dateOrder, now: deps.now() };
    const read = { attribute: attribute.id, shape, read: lockValues };
    const conversion = await eachConversion(database, workspaceId, read, async (page) => {
      refused ||= !removeUnfit && page.some(({ fitting }) => fitting === undefined);
      // As soon as one does not fit, nothing is kept: the rest is only counted.
      if (refused) return;
      const changed = page.filter(({ value, fitting }) => fitting !== value);
      const values = changed.map(({ contactId, fitting }) => ({ contactId, value: fitting ?? null }));
      if (values.length > 0) await writeValues(database, workspaceId, { attribute: attribute.id, values });
      for (const each of changed) kept.add(each);
    });
    if (refused) {
      const { examples } = conversion;
      throw unfitValues(attribute, shape, {
        ...conversion,
        examples: seesContacts(caller) ? examples : [],
      });
    }
    await setType(database, workspaceId, { id: attribute.id, type, yearly });
    const { converted, unfit: removed } = conversion;
    const details = { from: was.type, to: type, yearly, converted, ...(removed > 0 ? { removed } : {}) };
    await audit('attribute.type-changed', name, details);
    if (kept.values === undefined) return { name, type, yearly, converted, removed };
    const undoId = await undoable('attribute.type-changed', name, {
      id: attribute.id,
      from: { type: was.type, yearly: was.yearly },
      to,
      values: kept.values,
    });
    return { name, type, yearly, converted, removed, undoId };
  });
}

/** Keeps the values that can't be derived from the new ones: "3.50" from 3.5. */
function keeper(was: ValueShape): {
  values: (AttributeValue & { now: unknown })[] | undefined;
  add(changed: AttributeValue & { fitting: ReturnType<typeof convertValue> }): void;
} {
  return {
    values: [],
    add({ contactId, value, fitting }) {
      if (this.values === undefined || convertValue(fitting ?? null, was) === value) return;
      if (this.values.length >= MOST_KEPT) this.values = undefined;
      else this.values.push({ contactId, value, now: fitting ?? null });
    },
  };
}
