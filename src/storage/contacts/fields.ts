import { type ContactFieldName, columnOf, contactFieldNames } from '../../contact-fields.ts';
import type { Prisma } from '../generated/client.ts';

// The fields of a contact in SQL. They stand in two tables: `contacts`, and `import_changes`, which keeps what undoing puts back.

/** The columns of contacts that are no field of the table in src/contact-fields.ts. */
type OtherOfContact =
  | ('workspaceId' | 'id' | 'email' | 'emailKey' | 'status' | 'statusSource' | 'statusAt' | 'consentedAt')
  | (
      | 'optedOutAt'
      | 'bouncedAt'
      | 'withdrawnAt'
      | 'complainedAt'
      | 'confirmedAt'
      | 'emailValidation'
      | 'source'
      | 'signedUpAt'
      | 'signedUpOn'
    )
  | ('attributes' | 'createdAt' | 'updatedAt' | OfImports);
/** By which imports know their contacts: `importId`, `importLine`. */
type OfImports = `import${string}` | `${string}ByImport`;
type OtherOfChange =
  | ('workspaceId' | 'importId' | 'contactId' | 'at' | 'what' | 'updatedAt' | 'tagIds' | 'reason')
  | ('signedUpAt' | 'signedUpOn' | 'attributes' | 'priorImportId' | 'priorLine' | 'priorUpdatedAt');

/** `A`, if it is the same as `B`: else nothing fits it. */
type Same<A, B> = [A, B] extends [B, A] ? A : never;
type OfContact = Exclude<keyof Prisma.$ContactPayload['scalars'], OtherOfContact>;
type OfChange = Exclude<keyof Prisma.$ImportChangePayload['scalars'], OtherOfChange>;

/**
 * The fields that both tables have. An error here says that a field lacks its column in one of them (prisma/schema.prisma), or a
 * column its row in src/contact-fields.ts.
 */
const stored: readonly Same<Same<ContactFieldName, OfContact>, OfChange>[] = contactFieldNames;

/** Their columns, each with the name of its field. */
export const fieldColumns = stored.map((name) => ({ name, column: columnOf(name) }));

/**
 * A piece of SQL for each field, with commas between.
 *
 * @example perField((column) => `c.${column}`) // 'c.name, c.country, …'
 */
export const perField = (sql: (column: string, name: ContactFieldName) => string): string =>
  fieldColumns.map(({ name, column }) => sql(column, name)).join(', ');

/** All of them under their names, of a table `of`: for a SELECT whose rows have a `ContactValues`. */
export const selectedFields = (of: string): string =>
  perField((column, name) => `${of}.${column} AS "${name}"`);
