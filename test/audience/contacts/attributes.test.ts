import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { convertValue } from '../../../src/audience/contacts/attribute-values.ts';
import {
  changeAttributeType,
  listAttributes,
  previewAttributeType,
} from '../../../src/audience/contacts/attributes.ts';
import { addSegment, sizeOfSegment } from '../../../src/audience/segments/segments.ts';
import { undo } from '../../../src/audience/undo/take-back.ts';
import type { AttributeType } from '../../../src/csv/schema.ts';
import { countSentence } from '../../support/count-sentence.ts';
import { refused } from '../../support/refused.ts';
import { withAudience } from '../../support/with-audience.ts';

it.each<[unknown, AttributeType, unknown, { yearly?: boolean; dateOrder?: 'dmy' | 'mdy' | 'ymd' }?]>([
  ['12', 'number', 12],
  [' -3.50 ', 'number', -3.5],
  ['0', 'number', 0],
  ['007', 'number', undefined],
  ['1,5', 'number', undefined],
  ['about ten', 'number', undefined],
  [true, 'number', undefined],
  ['n/a', 'number', null],
  ['', 'number', null],
  [null, 'text', null],
  ['Yes', 'boolean', true],
  ['FALSE', 'boolean', false],
  [1, 'boolean', undefined],
  ['1', 'boolean', undefined],
  ['maybe', 'boolean', undefined],
  ['2026-11-23', 'date', '2026-11-23'],
  ['23 Nov 2026', 'date', '2026-11-23'],
  ['2026-02-29', 'date', undefined],
  ['3/4/2026', 'date', undefined],
  ['3/4/2026', 'date', '2026-04-03', { dateOrder: 'dmy' }],
  ['3/4/2026', 'date', '2026-03-04', { dateOrder: 'mdy' }],
  [20261123, 'date', undefined],
  ['--12-24', 'date', undefined],
  ['--12-24', 'date', '--12-24', { yearly: true }],
  ['24 Dec', 'date', '--12-24', { yearly: true }],
  ['24 Dec', 'date', undefined],
  ['soon', 'date', undefined],
  [12.5, 'text', '12.5'],
  [false, 'text', 'false'],
  ['2026-11-23', 'text', '2026-11-23'],
  [['a'], 'text', undefined],
])('reads %j as a %s: %j', (value, type, expected, { yearly = false, dateOrder } = {}) => {
  expect(convertValue(value, { type, yearly, dateOrder })).toEqual(expected);
});

describe('changing an attribute’s type', () => {
  const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
  const { deps } = audience;
  let ada: Caller;

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
  });

  /** An attribute, and a contact for each value; `undefined` is a contact without one. */
  async function given(
    name: string,
    type: AttributeType,
    values: unknown[],
    yearly = false,
  ): Promise<number> {
    const { prisma } = audience.storage;
    const { workspaceId } = ada;
    const { id } = await prisma.attribute.create({
      data: { workspaceId, name, nameKey: name.toLowerCase(), type, yearly },
    });
    await prisma.contact.createMany({
      data: values.map((value, index) => {
        const email = `${id}-${index}@x.org`;
        const attributes = { other: 'stays', ...(value === undefined ? {} : { [id]: value }) };
        return { workspaceId, email, emailKey: email, statusSource: 'test', source: 'test', attributes };
      }),
    });
    return id;
  }
  const values = async (id: number) => {
    const rows = await audience.storage.prisma.contact.findMany({
      where: { workspaceId: ada.workspaceId },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ attributes }) => {
      const { other, [id]: value } = attributes as Record<string, unknown>;
      expect(other).toBe('stays');
      return value;
    });
  };
  const stored = async () =>
    (await audience.storage.prisma.attribute.findMany({ where: { workspaceId: ada.workspaceId } })).map(
      ({ name, type, yearly }) => ({ name, type, yearly }),
    );
  const audit = async () =>
    (
      await audience.storage.prisma.auditEntry.findMany({
        where: { workspaceId: ada.workspaceId },
        orderBy: { id: 'asc' },
      })
    )
      .map(({ actor, action, subject, details }) => ({ actor, action, subject, details }))
      .filter(({ action }) => action.startsWith('attribute'));

  it('converts every stored value, and rules compare the values as the new type', async () => {
    const id = await given('Seats', 'text', ['12', ' 3.5', undefined, 'n/a', null]);
    expect(await changeAttributeType(deps, ada, { ref: { name: ' seats ' }, type: 'number' })).toEqual({
      name: 'Seats',
      type: 'number',
      yearly: false,
      converted: 3,
      removed: 0,
      undoId: expect.any(Number),
    });
    expect(await values(id)).toEqual([12, 3.5, undefined, undefined, null]);
    expect(await stored()).toEqual([{ name: 'Seats', type: 'number', yearly: false }]);
    expect(await audit()).toEqual([
      {
        actor: 'U0ADA',
        action: 'attribute.type-changed',
        subject: 'Seats',
        details: { from: 'text', to: 'number', yearly: false, converted: 3 },
      },
    ]);
    expect(await countSentence(deps, ada, { sentence: 'seats > 10' })).toMatchObject({ members: 1 });
    await changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'text' });
    expect((await values(id)).slice(0, 2)).toEqual(['12', '3.5']);
  });

  it('changes nothing if a value doesn’t fit, and says how many don’t', async () => {
    const held = ['12', 'about ten', 'ada@x.org', 'many', 'few', 'none at all', 'about ten'];
    const id = await given('Seats', 'text', held);
    expect(
      await refused(changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'number' }), 'hint'),
    ).toBe(
      'invalid-input: 6 of 7 values of "Seats" are not plain numbers, like 12 or 3.5 ("about ten", "many", "few" …), so its type is still text. Change or remove those values first.',
    );
    expect(await values(id)).toEqual(held);
    expect(await stored()).toEqual([{ name: 'Seats', type: 'text', yearly: false }]);
    expect(await audit()).toEqual([]);
  });

  it('reverts the first pages if a value on a later one doesn’t fit', { timeout: 60_000 }, async () => {
    const held = [...Array.from({ length: 5_100 }, (_, index) => String(index)), 'last'];
    const id = await given('Seats', 'text', held);
    expect(
      await refused(changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'number' })),
    ).toContain('invalid-input: 1 of 5101 values of "Seats"');
    expect(await values(id)).toEqual(held);
    await audience.storage.prisma.contact.deleteMany({
      where: { workspaceId: ada.workspaceId, emailKey: `${id}-5100@x.org` },
    });
    expect(await changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'number' })).toMatchObject({
      converted: 5_100,
    });
    expect(await values(id)).toEqual(held.slice(0, -1).map(Number));
  });

  it('turns a date into a yearly one, and back only if every value has a year', async () => {
    const id = await given('Birthday', 'date', ['1990-03-01', '2024-02-29'], false);
    await changeAttributeType(deps, ada, { ref: { name: 'Birthday' }, type: 'date', yearly: true });
    expect(await countSentence(deps, ada, { sentence: 'birthday is on 28 February' })).toMatchObject({
      members: 1,
    });
    // Left out: unchanged.
    expect(await changeAttributeType(deps, ada, { ref: { name: 'Birthday' }, type: 'date' })).toMatchObject({
      yearly: true,
      converted: 0,
    });
    await audience.storage.prisma.contact.updateMany({
      where: { workspaceId: ada.workspaceId, emailKey: `${id}-0@x.org` },
      data: { attributes: { [id]: '--03-01', other: 'stays' } },
    });
    expect(
      await refused(
        changeAttributeType(deps, ada, { ref: { name: 'Birthday' }, type: 'date', yearly: false }),
      ),
    ).toBe(
      'invalid-input: 1 of 2 values of "Birthday" are not dates with a year, like 2026-11-23 ("--03-01"), so its type is still date.',
    );
  });

  it('reads dates in the workspace’s order, and says so if no order is set', async () => {
    const id = await given('Renewal', 'text', ['3/4/2026']);
    const change = () => changeAttributeType(deps, ada, { ref: { name: 'Renewal' }, type: 'date' });
    expect(await refused(change(), 'hint')).toContain('Set the date order to allow dates like 3/4/2026.');
    await audience.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { dateOrder: 'dmy' },
    });
    await change();
    expect(await values(id)).toEqual(['2026-04-03']);
  });

  it('is refused while it would break a segment’s rule, and names the segment', async () => {
    await given('Seats', 'number', [12]);
    await addSegment(deps, ada, { name: 'Large', sentence: 'seats > 10' });
    await addSegment(deps, ada, { name: 'Known', sentence: 'has seats' });
    const text = { ref: { name: 'Seats' }, type: 'text' } as const;
    expect(await previewAttributeType(deps, ada, text)).toMatchObject({
      using: ['Large', 'Known'],
      blocking: ['Large'],
    });
    expect(await refused(changeAttributeType(deps, ada, text), 'hint')).toBe(
      'busy: "Seats" can\'t become text: the rule of "Large" would stop working. Change that rule first: /segments edit …',
    );
    expect(await sizeOfSegment(deps, ada, { name: 'Large' })).toMatchObject({ size: { members: 1 } });
  });

  it('first says how many values convert, which don’t, and what uses them', async () => {
    const held = ['12', '3', 'about ten', 'ada@x.org', 'n/a', undefined];
    const id = await given('Seats', 'text', held);
    await addSegment(deps, ada, { name: 'Known', sentence: 'has seats' });
    const wanted = { ref: { name: 'seats' }, type: 'number' } as const;
    expect(await previewAttributeType(deps, ada, wanted)).toEqual({
      attribute: { id, name: 'Seats', type: 'text', yearly: false },
      to: { type: 'number', yearly: false },
      ...{ values: 5, converted: 3, unfit: 2, examples: ['"about ten"'], using: ['Known'], blocking: [] },
    });
    // People who can't see contacts don't see their values either.
    expect((await previewAttributeType(deps, { ...ada, seesContacts: false }, wanted)).examples).toEqual([]);
    expect(await values(id)).toEqual(held);
    expect(await listAttributes(deps, ada)).toEqual([
      { id, name: 'Seats', type: 'text', yearly: false, segments: ['Known'] },
    ]);
  });

  it('can be undone exactly, and keeps values that were set since', async () => {
    await audience.storage.prisma.workspace.update({
      where: { id: ada.workspaceId },
      data: { dateOrder: 'dmy' },
    });
    const held = ['3/4/2026', '2026-05-06', 'soon', 'n/a', '7/8/2026', '9/9/2026'];
    const id = await given('Renewal', 'text', held);
    const change = { ref: { name: 'Renewal' }, type: 'date', removeUnfit: true } as const;
    const { undoId = 0, ...rest } = await changeAttributeType(deps, ada, change);
    expect(rest).toMatchObject({ type: 'date', converted: 4, removed: 1 });
    expect(await values(id)).toEqual([
      '2026-04-03',
      '2026-05-06',
      undefined,
      undefined,
      '2026-08-07',
      '2026-09-09',
    ]);
    const set = (index: number, attributes: object) =>
      audience.storage.prisma.contact.updateMany({
        where: { workspaceId: ada.workspaceId, emailKey: `${id}-${index}@x.org` },
        data: { attributes: { other: 'stays', ...attributes } },
      });
    await set(2, { [id]: '2030-01-01' });
    await set(4, { [id]: '2031-01-01' });
    await set(5, {});
    expect(await undo(deps, ada, { id: undoId })).toMatchObject({
      did: 'Changed the type of "Renewal" back to text',
      left: [],
    });
    // The last one was removed since, and stays removed.
    expect(await values(id)).toEqual([
      '3/4/2026',
      '2026-05-06',
      '2030-01-01',
      'n/a',
      '2031-01-01',
      undefined,
    ]);
    expect(await stored()).toEqual([{ name: 'Renewal', type: 'text', yearly: false }]);
    expect(await refused(undo(deps, ada, { id: undoId }))).toContain('already undone');
  });

  it('can’t be undone after a later change', async () => {
    await given('Seats', 'text', ['12']);
    const { undoId = 0 } = await changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'number' });
    await addSegment(deps, ada, { name: 'Large', sentence: 'seats > 10' });
    expect(await refused(undo(deps, ada, { id: undoId }))).toContain(
      'the rule of "Large" would stop working',
    );
    await audience.storage.prisma.segment.deleteMany({ where: { workspaceId: ada.workspaceId } });
    await changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'text' });
    expect(await refused(undo(deps, ada, { id: undoId }))).toContain('was changed or deleted since');
  });

  it('changes no other workspace', async () => {
    const id = await given('Seats', 'text', ['12']);
    const ours = ada;
    ada = { ...ada, workspaceId: await audience.addWorkspace() };
    const theirs = await given('Seats', 'text', ['not a number']);
    await changeAttributeType(deps, ours, { ref: { name: 'Seats' }, type: 'number' });
    expect(await values(theirs)).toEqual(['not a number']);
    ada = ours;
    expect(await values(id)).toEqual([12]);
  });

  it('doesn’t wait for an import: it is refused while one runs', async () => {
    await given('Seats', 'text', ['12']);
    await audience.storage.prisma.import.create({
      data: {
        ...{ workspaceId: ada.workspaceId, fileName: 'a.csv', state: 'running', mapping: {} },
        ...{ rowsTotal: 1, createdBy: 'U0ADA' },
      },
    });
    expect(await refused(changeAttributeType(deps, ada, { ref: { name: 'Seats' }, type: 'number' }))).toBe(
      'busy: An import is running and may be writing values of "Seats".',
    );
  });

  it('is for editors, and only for attributes that exist', async () => {
    await given('Seats', 'text', []);
    const viewer: Caller = { ...ada, role: 'viewer' };
    expect(
      await refused(changeAttributeType(deps, viewer, { ref: { name: 'Seats' }, type: 'number' })),
    ).toContain('role to change attributes');
    expect(
      await refused(changeAttributeType(deps, ada, { ref: { name: 'Seets' }, type: 'number' }), 'hint'),
    ).toBe('not-found: No attribute "Seets". Did you mean "Seats"?');
  });
});
