import type { AttributeType } from '../csv/mapping.ts';
import { RollcallError } from '../errors.ts';
import {
  type AttributeValue,
  lockAttribute,
  lockValues,
  setType,
  writeValues,
} from '../storage/attribute-values.ts';
import { type Attribute, listAttributes } from '../storage/attributes.ts';
import { writeAudit } from '../storage/audit.ts';
import type { Database } from '../storage/database.ts';
import { hasRunningImport } from '../storage/imports.ts';
import { findWorkspace } from '../storage/workspaces.ts';
import { tidy } from '../texts.ts';
import { clip, nearest } from '../words.ts';
import { convertValue, type ValueShape } from './attribute-values.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';

/** A million values take a minute or two on a small server. */
const PATIENCE = { maxWait: 10_000, timeout: 600_000 };
const PAGE = 5_000;

/** An attribute as it is now, and how many stored values were written anew for that. */
export type TypedAttribute = Omit<Attribute, 'id'> & { converted: number };

/**
 * Gives an attribute another type, and its stored values with it: all of them, or none.
 *
 * @param options.name in any case
 * @param options.yearly of a date: it comes back every year. Left out: as it was
 * @throws RollcallError `invalid-input` where stored values don't fit, saying how many; `not-found`; `busy` while an import
 *   writes values of the old type
 * @example await setAttributeType(deps, caller, { name: 'seats', type: 'number' })
 * // { name: 'Seats', type: 'number', yearly: false, converted: 1204 }
 */
export async function setAttributeType(
  deps: AudienceDeps,
  caller: Caller,
  options: { name: string; type: AttributeType; yearly?: boolean },
): Promise<TypedAttribute> {
  requireRole(caller, 'editor', 'change attributes');
  const { workspaceId, actor } = caller;
  const { dateOrder } = await findWorkspace(deps.storage, workspaceId);
  return deps.storage.prisma.$transaction(async (database) => {
    const attribute = await findAttribute(database, workspaceId, options.name);
    const { name, ...was } = attribute;
    const { type } = options;
    const yearly = type === 'date' && (options.yearly ?? was.yearly);
    if (type === was.type && yearly === was.yearly) return { name, type, yearly, converted: 0 };
    if (await hasRunningImport(database, workspaceId)) {
      const hint = 'Try again when it is done: /contacts import shows how far it is.';
      throw new RollcallError('busy', `An import is writing values, maybe of "${name}" too.`, { hint });
    }
    const converted = await convertAll(database, workspaceId, attribute, { type, yearly, dateOrder });
    await setType(database, workspaceId, { id: attribute.id, type, yearly });
    const details = { from: was.type, to: type, yearly, converted };
    await writeAudit(database, {
      workspaceId,
      actor,
      action: 'attribute.type-changed',
      subject: name,
      details,
    });
    return { name, type, yearly, converted };
  }, PATIENCE);
}

async function findAttribute(database: Database, workspaceId: number, typed: string): Promise<Attribute> {
  const name = tidy(typed);
  const found = await lockAttribute(database, workspaceId, name);
  if (found !== undefined) return found;
  const known = (await listAttributes(database, workspaceId)).map((each) => each.name);
  const close = nearest(name, known);
  const asked = close.map((each) => `"${each}"`).join(' or ');
  throw new RollcallError('not-found', `There is no attribute "${name}".`, {
    hint:
      close.length > 0 ? `Did you mean ${asked}?` : 'Attributes are made by importing a file that has them.',
  });
}

/** Converts page by page; throws, and so undoes all, once every value was looked at and some don't fit. */
async function convertAll(
  database: Database,
  workspaceId: number,
  attribute: Attribute,
  shape: ValueShape,
): Promise<number> {
  const unfit: unknown[] = [];
  let [looked, converted, after] = [0, 0, 0];
  for (;;) {
    const page = await lockValues(database, workspaceId, { attribute: attribute.id, after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.contactId;
    looked += page.length;
    const values: AttributeValue[] = [];
    for (const { contactId, value } of page) {
      const fitting = convertValue(value, shape);
      if (fitting === undefined) unfit.push(value);
      else if (fitting !== value) values.push({ contactId, value: fitting });
    }
    // Once one does not fit, nothing is kept: the rest is only counted.
    if (unfit.length > 0 || values.length === 0) continue;
    await writeValues(database, workspaceId, { attribute: attribute.id, values });
    converted += values.length;
  }
  if (unfit.length > 0) throw refusal(attribute, shape, unfit, looked);
  return converted;
}

function refusal(
  { name, type: was }: Attribute,
  { type, yearly, dateOrder }: ValueShape,
  unfit: readonly unknown[],
  looked: number,
): RollcallError {
  const what = {
    text: 'texts',
    number: 'plain numbers, like 12 or 3.5',
    boolean: 'yes, no, true or false',
    date: yearly ? 'dates, like 2026-11-23, or --11-23 without a year' : 'dates with a year, like 2026-11-23',
  }[type];
  // Addresses are shown to nobody who did not ask for them.
  const shown = [...new Set(unfit.map((value) => JSON.stringify(value)))].filter(
    (each) => !each.includes('@'),
  );
  const examples = shown
    .slice(0, 3)
    .map((each) => clip(each, 40))
    .join(', ');
  const some = examples === '' ? '' : ` (${examples}${shown.length > 3 ? ' …' : ''})`;
  const order =
    type === 'date' && dateOrder === undefined ? ' Dates like 3/4/2026 fit once the date order is set.' : '';
  return new RollcallError(
    'invalid-input',
    `${unfit.length} of ${looked} values of "${name}" are not ${what}${some}. It stays as it was: ${was}.`,
    { hint: `Change those values first, or import the file again under another name.${order}` },
  );
}
