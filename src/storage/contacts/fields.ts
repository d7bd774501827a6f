import { type ContactFieldName, columnOf, contactFieldNames } from '../../contact-fields.ts';
import type { Prisma } from '../generated/client.ts';

// The fields of a contact in SQL. Two tables have them: `contacts`, and `import_changes`, which keeps the
// values that undo restores.

/** Columns of contacts that aren't fields in src/contact-fields.ts. */
type OtherOfContact =
  | ('workspaceId' | 'id' | 'email' | 'emailKey' | 'status' | 'statusSource' | 'statusAt' | 'consentedAt')
  | (
      | 'optedOutAt'
      | 'bouncedAt'
      | 'withdrawnAt'
      | 'complainedAt'
      | 'confirmedAt'
      | 'emailValidation'
      | 'emailChangedAt'
      | 'source'
      | 'signedUpAt'
      | 'signedUpOn'
    )
  | ('attributes' | 'createdAt' | 'updatedAt' | OfImports);
/** Columns by which imports know their contacts: `importId`, `importLine`. */
type OfImports = `import${string}` | `${string}ByImport`;
type OtherOfChange =
  | ('workspaceId' | 'importId' | 'contactId' | 'at' | 'what' | 'updatedAt' | 'tagIds' | 'reason')
  | ('signedUpAt' | 'signedUpOn' | 'attributes' | 'priorImportId' | 'priorLine' | 'priorUpdatedAt');

/** `A` if it is the same as `B`; otherwise nothing is assignable to it. */
type Same<A, B> = [A, B] extends [B, A] ? A : never;
type OfContact = Exclude<keyof Prisma.$ContactPayload['scalars'], OtherOfContact>;
type OfChange = Exclude<keyof Prisma.$ImportChangePayload['scalars'], OtherOfChange>;

/**
 * The fields that both tables have. An error here means that a field has no column in one of them
 * (prisma/schema.prisma), or a column has no row in src/contact-fields.ts.
 */
const stored: readonly Same<Same<ContactFieldName, OfContact>, OfChange>[] = contactFieldNames;

/** Their columns, each with the name of its field. */
export const fieldColumns = stored.map((name) => ({ name, column: columnOf(name) }));

/**
 * A piece of SQL for each field, joined by commas.
 *
 * @example perField((column) => `c.${column}`) // 'c.name, c.country, …'
 */
export const perField = (sql: (column: string, name: ContactFieldName) => string): string =>
  fieldColumns.map(({ name, column }) => sql(column, name)).join(', ');

/** All fields of a table `of` under their names: for a SELECT whose rows have a `ContactValues`. */
export const selectedFields = (of: string): string =>
  perField((column, name) => `${of}.${column} AS "${name}"`);
