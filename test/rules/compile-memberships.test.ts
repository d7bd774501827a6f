import { expect, it } from 'vitest';
import { compileMemberships } from '../../src/rules/sql/compile-memberships.ts';

it('asks with one statement which of several rules match a contact', () => {
  const [now, key] = [new Date('2026-11-23T10:00:00Z'), ''];
  const rules = [
    { tree: { type: 'everyone' as const }, now, key },
    { tree: { type: 'tagged' as const, match: 'any' as const, tags: [5] }, now, key },
  ];
  const { sql, params } = compileMemberships(rules, { workspaceId: 7, contactId: 12 });
  const one = 'EXISTS (SELECT 1 FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2::int AND';
  expect(sql.replace(/\s+/g, ' ')).toBe(
    `SELECT ARRAY[${one} true), ${one} EXISTS (SELECT 1 FROM contact_tags t WHERE t.workspace_id = $1 AND t.contact_id = c.id AND t.tag_id = $3::int))]::boolean[] AS holds`,
  );
  expect(params).toEqual([7, 12, 5]);
});
