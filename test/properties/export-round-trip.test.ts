import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/audience/caller.ts';
import { exportContacts } from '../../src/audience/contacts/export.ts';
import { eachField } from '../../src/contact-fields.ts';
import { validations } from '../../src/csv/rows/contact.ts';
import { countryCode } from '../../src/lib/countries.ts';
import { emailKey } from '../../src/lib/emails.ts';
import { isStorable } from '../../src/lib/inputs.ts';
import { languageCode } from '../../src/lib/languages.ts';
import { fold, tidy } from '../../src/lib/texts.ts';
import { fieldColumns, perField } from '../../src/storage/contacts/fields.ts';
import { importFile } from '../support/import-file.ts';
import { withAudience } from '../support/with-audience.ts';

const now = new Date('2026-11-23T10:00:00Z');
const zones = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati', 'Europe/Oslo'];

/** The one column that differs: everyone who is imported comes from an import. */
const sources = /(?<=Z,[^,]*,)(?:import|api)(?=,)/g;

/** Texts as they are stored: first those that a file could misread. */
const odd = [
  ...[
    'Null',
    'None',
    'NULL',
    'N/A',
    '-',
    '--',
    '\\N',
    'nan',
    "'None",
    "''NULL",
    'NA',
    'Never',
    'unknown',
    '0000-00-00',
  ],
  ...[
    '=1+1',
    '+plus',
    '-Dash-',
    '@ada',
    "'=1+1",
    "''@x",
    "' =1",
    "'0123",
    "''5",
    "'tis",
    "'90s",
    '="0123"',
    '=T("7")',
  ],
  ...[
    '0123',
    '12',
    '-3.5',
    '1e5',
    '1e+21',
    'true',
    'yes',
    'f',
    'nein',
    '2024-01-02',
    '3 May 2024',
    '24 Dec',
    '--12-24',
  ],
  ...[
    '1712139660',
    '45385',
    'a,b',
    'a;b',
    'a|b',
    'a\tb',
    'say "hi"',
    '"',
    "O'Hara",
    'x ::: y',
    'unsubscribed',
    'cleaned',
  ],
  ...[
    'https://example.org/?a=1,2',
    'ada@example.org',
    'mailto:ada@example.org',
    '山田 太郎',
    'Zoë',
    '[1,2]',
    '{"a":1}',
    '#vip',
  ],
];
const text = (most = 1000) =>
  fc
    .oneof({ weight: 3, arbitrary: fc.constantFrom(...odd) }, fc.string({ unit: 'grapheme', maxLength: 30 }))
    .map(tidy)
    .filter((value) => value !== '' && value.length <= most && isStorable(value));
const moment = fc
  .oneof(
    fc.constantFrom('2024-03-01T00:00:00.000Z', '2024-03-01T10:20:30.123Z', '2024-02-29T23:59:59.999Z'),
    fc.date({ min: new Date('1990-01-01'), max: now, noInvalidDate: true }).map((date) => date.toISOString()),
  )
  .map((iso) => new Date(iso));
const day = moment.map((at) => at.toISOString().slice(0, 10));

const email = fc
  .tuple(
    fc.constantFrom(
      'ada',
      'Ada.L',
      '+plus',
      '-dash',
      "'quote",
      '=eq',
      '{x',
      '#h',
      'åse',
      'null',
      'none',
      'info',
      'a&b',
      '1',
    ),
    fc.integer({ min: 0, max: 99 }),
    fc.constantFrom('example.org', 'EXAMPLE.com', 'bücher.example', 'mail.example.co.uk'),
  )
  .map(([local, number, domain]) => `${local}${number}@${domain}`)
  .filter((address) => emailKey(address) !== null);

const tagNames = [
  ...[
    'vip',
    'VIP',
    'Vip',
    'beta user',
    'a;b',
    'a|b',
    '#x',
    'None',
    'NULL',
    '-',
    "'90s",
    "'5",
    '5',
    '* star',
    'x ::: y',
  ],
  ...[
    '[b]',
    '["c"]'.replaceAll('"', ''),
    '{d}',
    'unsubscribed',
    'do not email',
    'a:b',
    '=x',
    '+1',
    'Zoë',
    'true',
    'a  b',
  ],
].map(tidy);

/** Attributes whose names say something else, or nothing, about their types. */
const attribute = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      'Plan',
      'Zip',
      'Zip (text)',
      'None',
      'Newsletter',
      'GDPR consent',
      'Line',
      'Birthday',
      '=Total',
      'Signed up at',
    ),
    type: fc.constant('text' as const),
    yearly: fc.constant(false),
    values: fc.array(text(), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    name: fc.constantFrom(
      'Seats',
      '#',
      'No',
      'Last login at',
      'Unsubscribed',
      'Customer id',
      'Score (number)',
    ),
    type: fc.constant('number' as const),
    yearly: fc.constant(false),
    values: fc.array(
      fc.oneof(
        fc.integer(),
        fc.constantFrom(0, 1, 2 ** 53 - 1, 0.1 + 0.2, 1e21, -5e-7, 20240102, 1712139660),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({
    name: fc.constantFrom('Pro', 'Opt out', 'Subscribed', 'Marketing', 'Is bounced'),
    type: fc.constant('boolean' as const),
    yearly: fc.constant(false),
    values: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    name: fc.constantFrom(
      'Renewal',
      'Date',
      'Birth date',
      'Wedding',
      'Consent date',
      'Unsubscribe date',
      'Created',
    ),
    type: fc.constant('date' as const),
    yearly: fc.boolean(),
    values: fc.array(day, { minLength: 1, maxLength: 3 }),
  }),
);

const person = fc.record({
  email,
  ...eachField(() => fc.option(text(), { nil: null })),
  country: fc.option(fc.oneof(fc.constantFrom('NO', 'NA', 'GB', 'Atlantis'), text(60)), { nil: null }),
  language: fc.option(fc.oneof(fc.constantFrom('nb', 'en', 'no', 'Klingonish'), text(60)), { nil: null }),
  phone: fc.option(fc.oneof(fc.constantFrom('+47 123 45 678', '0123', '(0)12', '-1', '12345'), text(60)), {
    nil: null,
  }),
  status: fc.constantFrom('subscribed', 'unsubscribed', 'non-subscribed', 'bounced'),
  statusAt: moment,
  /** Of people who are subscribed: whether that is when they consented. */
  isDated: fc.boolean(),
  validation: fc.constantFrom(...validations),
  signedUp: fc.oneof(fc.constant(null), moment, day),
  tags: fc.subarray(tagNames, { maxLength: 6 }),
  /** Which value of each attribute they have. */
  picks: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }),
  isYearless: fc.boolean(),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;
type Attribute = typeof attribute extends fc.Arbitrary<infer T> ? T : never;

const people = fc.record({
  people: fc.uniqueArray(person, { minLength: 1, maxLength: 8, selector: (each) => emailKey(each.email) }),
  attributes: fc.uniqueArray(attribute, { maxLength: 5, selector: (each) => fold(each.name) }),
  zone: fc.constantFrom(...zones),
  other: fc.constantFrom(...zones),
});

describe('an export', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;

  it('imports as the same audience: nothing changes in the same workspace, and an empty one gets an equal copy', async () => {
    await fc.assert(
      fc.asyncProperty(people, async ({ people, attributes, zone, other }) => {
        const ada = await workspaceIn(zone);
        await store(ada, people, attributes);
        const bytes = await exported(ada);
        const before = await stored(ada);

        const same = await importFile(deps, ada, { fileName: 'contacts.csv', bytes });
        const shown = new TextDecoder().decode(bytes);
        expect([shown, same.missing, same.rehearsal?.reasons]).toEqual([shown, [], []]);
        expect([shown, await stored(ada)]).toEqual([shown, before]);
        const unchanged = { added: 0, updated: 0, unchanged: people.length, rejected: 0 };
        expect(same.rehearsal).toMatchObject({ ...unchanged, newTags: [], newAttributes: [] });

        const eve = await workspaceIn(other);
        const empty = await importFile(deps, eve, { fileName: 'contacts.csv', bytes });
        expect([shown, empty.missing, empty.rejected]).toEqual([shown, [], 0]);
        expect([shown, await stored(eve)]).toEqual([shown, before]);
        // Attributes that no one has a value for aren't included.
        if (before.attributes.length < attributes.length) return;
        const again = new TextDecoder().decode(await exported(eve));
        expect(again.replaceAll(sources, '')).toBe(shown.replaceAll(sources, ''));
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  async function workspaceIn(timeZone: string): Promise<Caller> {
    const workspaceId = await audience.addWorkspace();
    await audience.storage.prisma.workspace.update({ where: { id: workspaceId }, data: { timeZone } });
    return { workspaceId, actor: 'U0ADA', role: 'admin' };
  }

  async function exported(caller: Caller): Promise<Uint8Array> {
    const { chunks } = await exportContacts(deps, caller, { all: true });
    let file = '';
    for await (const chunk of chunks) file += chunk;
    return new TextEncoder().encode(file);
  }

  /** What is stored about an audience, except for ids and what is about the import itself. */
  async function stored({ workspaceId }: Caller): Promise<{ contacts: object[]; attributes: object[] }> {
    const { rows } = await audience.storage.pool.query(
      `SELECT email, email_key, ${perField((column) => column)}, status, status_at, email_validation,
         CASE status WHEN 'subscribed' THEN consented_at END AS consented_at, signed_up_on::text,
         CASE WHEN signed_up_on IS NULL THEN signed_up_at END AS signed_up_at,
         ARRAY(SELECT g.name COLLATE "C" FROM contact_tags l JOIN tags g ON g.workspace_id = $1 AND g.id = l.tag_id
           WHERE l.workspace_id = $1 AND l.contact_id = c.id ORDER BY 1) AS tags,
         (SELECT jsonb_object_agg(a.name, value) FROM jsonb_each(c.attributes) AS v (key, value)
           JOIN attributes a ON a.workspace_id = $1 AND a.id::text = v.key) AS attributes
       FROM contacts c WHERE workspace_id = $1 ORDER BY email_key COLLATE "C"`,
      [workspaceId],
    );
    const { rows: attributes } = await audience.storage.pool.query(
      `SELECT name, type, yearly FROM attributes a WHERE workspace_id = $1 AND EXISTS (
         SELECT 1 FROM contacts c WHERE c.workspace_id = $1 AND c.attributes ? a.id::text) ORDER BY name COLLATE "C"`,
      [workspaceId],
    );
    return { contacts: rows, attributes };
  }

  async function store({ workspaceId }: Caller, people: Person[], attributes: Attribute[]): Promise<void> {
    const { prisma } = audience.storage;
    const ids: number[] = [];
    for (const { name, type, yearly } of attributes) {
      const data = { workspaceId, name, nameKey: fold(name), type, yearly };
      ids.push((await prisma.attribute.create({ data })).id);
    }
    for (const each of people) {
      const values = attributes.flatMap(({ values: some, type, yearly }, index) => {
        const value = some[each.picks[index] ?? 0];
        if (value === undefined) return [];
        const isYearless = type === 'date' && yearly && each.isYearless;
        return [[ids[index], isYearless ? String(value).replace(/^\d{4}/, '-') : value]];
      });
      const { signedUp, country, language } = each;
      const codes = {
        country: country && (countryCode(country) ?? country),
        language: language && (languageCode(language) ?? language),
      };
      const kept = { ...each, ...codes };
      const signedUpOn = typeof signedUp === 'string' ? signedUp : null;
      const { rows } = await audience.storage.pool.query<{ id: number }>(
        `INSERT INTO contacts (workspace_id, email, email_key, status, status_source, status_at, consented_at,
           email_validation, source, signed_up_on, signed_up_at, attributes, ${perField((column) => column)})
         SELECT $1, $2, $3, $4, 'api', $5, $6, $7, 'api', $8::date,
           coalesce($9::timestamptz, $8::date::timestamp AT TIME ZONE w.time_zone), $10::jsonb,
           ${fieldColumns.map((_, place) => `$${place + 11}`).join(', ')}
         FROM workspaces w WHERE w.id = $1 RETURNING id`,
        [
          ...[workspaceId, each.email, emailKey(each.email), each.status, each.statusAt],
          each.status === 'subscribed' && each.isDated ? each.statusAt : null,
          ...[each.validation, signedUpOn, signedUp instanceof Date ? signedUp : null],
          JSON.stringify(Object.fromEntries(values)),
          ...fieldColumns.map(({ name }) => kept[name]),
        ],
      );
      for (const name of new Set(each.tags)) {
        const where = { workspaceId_name: { workspaceId, name } };
        const tag = await prisma.tag.upsert({
          where,
          create: { workspaceId, name, createdBy: 'U0BOB' },
          update: {},
        });
        await prisma.contactTag.create({ data: { workspaceId, tagId: tag.id, contactId: rows[0]?.id ?? 0 } });
      }
    }
  }
});
