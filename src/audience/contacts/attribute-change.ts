import type { AttributeType } from '../../csv/schema.ts';
import { RollcallError } from '../../errors.ts';
import { findNamed } from '../../lib/names.ts';
import { tidy } from '../../lib/texts.ts';
import { clip, nearest } from '../../lib/words.ts';
import type { RuleContext } from '../../rules/context.ts';
import { mentionsOf } from '../../rules/mentions.ts';
import { resolveRule } from '../../rules/resolve.ts';
import { ruleSchema } from '../../rules/schema.ts';
import { type AttributeValue, readValues, type ValuePage } from '../../storage/contacts/attribute-values.ts';
import { type Attribute, listAttributes } from '../../storage/contacts/attributes.ts';
import type { Database } from '../../storage/database/database.ts';
import { convertValue, type ValueShape } from './attribute-values.ts';

// What another type would do to an attribute: to its values, and to the rules that use it.

/** How someone refers to an attribute: by its name, or by its id, which a button contains. */
export type AttributeRef = { name: string } | { id: number };

/** The wanted type; parts that are left out stay as they are. */
export interface WantedType {
  type?: AttributeType | undefined;
  /** For a date: it repeats every year. */
  yearly?: boolean | undefined;
}

/** How stored values would change. */
export interface Conversion {
  /** How many contacts have a value. */
  values: number;
  /** How many of those are rewritten. */
  converted: number;
  /** How many don't fit, with three examples: values that look like addresses are not shown. */
  unfit: number;
  examples: string[];
}

const PAGE = 5_000;

export const wantedShape = (attribute: Attribute, { type = attribute.type, yearly }: WantedType) => ({
  type,
  yearly: type === 'date' && (yearly ?? attribute.yearly),
});

/**
 * Finds the attribute.
 *
 * @throws RollcallError `not-found`, with the nearest names
 */
export async function lookUpAttribute(
  database: Database,
  workspaceId: number,
  ref: AttributeRef,
): Promise<Attribute> {
  const all = await listAttributes(database, workspaceId);
  const found = 'id' in ref ? all.find(({ id }) => id === ref.id) : findNamed(all, ref.name);
  if (found !== undefined) return found;
  if ('id' in ref) {
    throw new RollcallError('not-found', 'That attribute no longer exists.', {
      hint: 'See all attributes: /audience attributes',
    });
  }
  const name = clip(tidy(ref.name), 60);
  const close = nearest(
    name,
    all.map((each) => each.name),
  );
  const asked = close.map((each) => `"${each}"`).join(' or ');
  throw new RollcallError('not-found', `No attribute "${name}".`, {
    hint:
      close.length > 0 ? `Did you mean ${asked}?` : 'Import a file with extra columns to create attributes.',
    meant: { typed: name, names: close },
  });
}

/**
 * Checks every value, page by page. `seen` gets each page with the new values: undefined if a value does not
 * fit.
 */
export async function eachConversion(
  database: Database,
  workspaceId: number,
  {
    attribute,
    shape,
    read = readValues,
  }: {
    attribute: number;
    shape: ValueShape;
    read?: (database: Database, workspaceId: number, page: ValuePage) => Promise<AttributeValue[]>;
  },
  seen: (
    page: { contactId: number; value: unknown; fitting: ReturnType<typeof convertValue> }[],
  ) => Promise<void>,
): Promise<Conversion> {
  const [unfit, shown]: [number, Set<string>] = [0, new Set()];
  const conversion: Conversion = { values: 0, converted: 0, unfit, examples: [] };
  for (let after = 0; ; ) {
    const page = await read(database, workspaceId, { attribute, after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.contactId;
    const looked = page.map(({ contactId, value }) => ({
      contactId,
      value,
      fitting: convertValue(value, shape),
    }));
    conversion.values += looked.length;
    for (const { value, fitting } of looked) {
      if (fitting === undefined) {
        conversion.unfit += 1;
        const example = JSON.stringify(value);
        if (shown.size < 4 && !example.includes('@')) shown.add(clip(example, 40));
      } else if (fitting !== value) conversion.converted += 1;
    }
    await seen(looked);
  }
  conversion.examples = [...shown];
  return conversion;
}

/**
 * Segments by name: those that use the attribute, and those of them whose rule would break with the other
 * type.
 */
export function segmentsUsing(
  { names, dates }: RuleContext,
  attribute: Attribute,
  shape: { type: AttributeType; yearly: boolean },
): { using: string[]; blocking: string[] } {
  const attributes = names.attributes.map((each) =>
    each.id === attribute.id ? { ...each, ...shape } : each,
  );
  const holds = (rule: unknown, context: RuleContext): boolean => {
    const read = ruleSchema.safeParse(rule);
    return read.success && resolveRule(read.data, context).ok;
  };
  const using = names.segments.filter(({ rule }) => mentionsOf(rule).attributes.has(attribute.id));
  const blocking = using.filter(
    ({ rule }) => holds(rule, { names, dates }) && !holds(rule, { names: { ...names, attributes }, dates }),
  );
  return { using: using.map(({ name }) => name), blocking: blocking.map(({ name }) => name) };
}

/** Why values can't change to another type, with some of them. */
export function unfitValues(
  { name, type: was }: Attribute,
  { type, yearly, dateOrder }: ValueShape,
  { unfit, values, examples }: Conversion,
): RollcallError {
  const what = {
    text: 'text',
    number: 'plain numbers, like 12 or 3.5',
    boolean: 'yes, no, true or false',
    date: yearly ? 'dates, like 2026-11-23, or --11-23 without a year' : 'dates with a year, like 2026-11-23',
  }[type];
  const some =
    examples.length === 0 ? '' : ` (${examples.slice(0, 3).join(', ')}${examples.length > 3 ? ' …' : ''})`;
  const order =
    type === 'date' && dateOrder === undefined ? ' Set the date order to allow dates like 3/4/2026.' : '';
  return new RollcallError(
    'invalid-input',
    `${unfit} of ${values} values of "${name}" are not ${what}${some}, so its type is still ${was}.`,
    { hint: `Change or remove those values first.${order}` },
  );
}

/** Why rules block another type. */
export function blockedBy(
  { name }: Attribute,
  { type, yearly }: { type: AttributeType; yearly: boolean },
  blocking: string[],
): RollcallError {
  const named = blocking.slice(0, 10).map((each) => `"${each}"`);
  const more = blocking.length > named.length ? ` and ${blocking.length - named.length} more` : '';
  return new RollcallError(
    'busy',
    `"${name}" can't become ${typeWords(type, yearly)}: the ${blocking.length === 1 ? 'rule' : 'rules'} of ${named.join(', ')}${more} would stop working.`,
    { hint: `Change ${blocking.length === 1 ? 'that rule' : 'those rules'} first: /segments edit …` },
  );
}

/** `a number`, `a yearly date`. */
export const typeWords = (type: AttributeType, yearly: boolean): string =>
  ({
    text: 'text',
    number: 'a number',
    boolean: 'yes or no',
    date: yearly ? 'a yearly date' : 'a date',
  })[type];
