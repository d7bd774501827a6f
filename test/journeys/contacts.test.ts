import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
let workspaceId: number;
let now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { now: () => now });
});
afterAll(() => rollcall?.close());
beforeEach(async () => {
  const { prisma } = rollcall.database.storage;
  const { ada } = rollcall;
  while (ada.modal()) await ada.closes({ all: true });
  for (const table of [
    prisma.segment,
    prisma.undo,
    prisma.tag,
    prisma.contact,
    prisma.attribute,
    prisma.suppression,
    prisma.importRejection,
  ] as { deleteMany(): unknown }[])
    await table.deleteMany();
  await ada.types('/audience');
  ({ id: workspaceId } = await prisma.workspace.findFirstOrThrow({ where: { settingsFrom: { not: null } } }));
});

const contacts = async () =>
  (
    await rollcall.database.storage.prisma.contact.findMany({
      where: { workspaceId },
      include: { tags: { include: { tag: true } } },
      orderBy: { id: 'asc' },
    })
  ).map(({ email, name, status, tags, attributes }) => ({
    email,
    name,
    status,
    tags: tags.map(({ tag }) => tag.name),
    attributes: Object.values(attributes as object),
  }));

/** The newest message, once it looks like this. */
const seen = async (words: string | RegExp) => {
  const { ada, slack } = rollcall;
  await slack.waitFor(
    () => (typeof words === 'string' ? ada.lastMessage().includes(words) : words.test(ada.lastMessage())),
    { what: `a newest message like ${words} (it is: ${ada.lastMessage()})` },
  );
  return ada.lastMessage();
};

const add = async (line: string, choice = 'They agreed to get mail') => {
  await rollcall.ada.types(`/contacts add ${line}`);
  await rollcall.ada.clicks(choice);
  return seen('Added via slack');
};

describe('adding a contact', () => {
  it('asks whether they agreed, creates attributes and tags, and shows the card', async () => {
    const { ada } = rollcall;
    await ada.types('/tags new vip');
    const asked = await ada.types(
      '/contacts add Ada Lovelace <mailto:Ada@x.org|Ada@x.org> plan: pro seats: 12 tags: vip, beta user',
    );
    expect(asked).toContain('did they agree to get mail');
    expect(await contacts()).toEqual([]);
    await ada.clicks('Not sure');
    const card = await seen('*Ada Lovelace*');
    expect(card).toContain('non-subscribed via slack');
    expect(card).toContain('Tags: `beta user`, `vip`');
    expect(card).toContain('New attributes: `plan`, `seats`');
    expect(await contacts()).toEqual([
      {
        email: 'Ada@x.org',
        name: 'Ada Lovelace',
        status: 'non-subscribed',
        tags: ['vip', 'beta user'],
        attributes: ['pro', 12],
      },
    ]);
    expect(await ada.types('/segments count seats > 10 and plan is pro')).toContain(
      '1 person, 0 can be mailed',
    );
    expect(await ada.types('/contacts add ada@X.org plan: free')).toContain(
      'is already a contact. Nothing changed.',
    );
  });

  it('works with a form that requires the choice', async () => {
    const { ada } = rollcall;
    await ada.types('/contacts add');
    await ada.seesModal('Add a contact');
    await ada.fills({ 'Email address': 'bob@x.org', Name: 'Bob', 'More details': 'just words' });
    await expect(ada.submits()).resolves.toMatchObject({ ok: false });
    await ada.fills({ 'Did they agree to get mail from you?': 'They agreed to get mail' });
    expect(await ada.submits()).toMatchObject({
      ok: false,
      errors: { 'More details': expect.stringContaining('look like') },
    });
    await ada.fills({ 'More details': 'country: Norway' });
    expect(await ada.submits()).toEqual({ ok: true });
    expect(await seen('*Bob*')).toContain('Country: Norway');
    expect(await contacts()).toMatchObject([{ email: 'bob@x.org', status: 'subscribed' }]);
  });

  it('says what it can’t read', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/contacts add Ada')).toContain('No email address in "Ada"');
    expect(await ada.types('/contacts add a@x.org b@x.org')).toContain('Add one contact at a time');
    await add('ada@x.org seats: 3');
    await ada.types('/contacts add bob@x.org seats: many');
    await ada.clicks('Not sure');
    await seen('"many" is not a number, the type of "seats"');
    expect(await contacts()).toHaveLength(1);
    expect(await ada.types('/contacts show bob@x.org')).toContain('No contact with the address bob@x.org');
    expect(await ada.types('/contacts show bob')).toContain('"bob" is not an email address');
  });
});

describe('a contact', () => {
  it('shows its events and segments, and is found by a part of its name', async () => {
    const { ada } = rollcall;
    await add('Ada Lovelace <ada@x.org> company: Analytical Co–op’s');
    await ada.types('/segments new All: everyone');
    await ada.types('/segments new None: not everyone');
    const { prisma } = rollcall.database.storage;
    const { id } = await prisma.contact.findFirstOrThrow({ where: { workspaceId } });
    await prisma.event.create({ data: { workspaceId, contactId: id, kind: 'opened', occurredAt: now } });
    const card = await ada.types('/contacts show <mailto:ada@x.org|ada@x.org>');
    expect(card).toContain('In *All*');
    expect(card).toContain('opened 2026-11-23');
    for (const text of ['lovelace', 'ADA@X', "co-op's", 'ANALYTICAL\u00a0co', '“co‐op`s”'])
      expect(await ada.types(`/contacts find ${text}`), text).toContain('ada@x.org');
    expect(await ada.types('/contacts find zebra')).toContain('No one with `zebra`');
    expect(await ada.types('/contacts find a')).toContain('Type at least two letters');
    await prisma.contact.createMany({
      data: Array.from({ length: 30 }, (_, n) => ({
        ...{ workspaceId, email: `p${n}@zoo.org`, emailKey: `p${n}@zoo.org` },
        ...{ statusSource: 'test', source: 'test' },
      })),
    });
    await ada.types('/contacts find zoo');
    await ada.clicks('Next');
    expect(await seen('26–30 of 30')).toContain('p0@zoo.org');
    await ada.clicks('Previous');
    expect(await seen('1–25 of 30')).toContain('p29@zoo.org');
    // The card is over the list, which stays.
    await ada.clicks('Open');
    await ada.seesModal('Added via test');
    expect(ada.lastMessage()).toContain('1–25 of 30');
  });

  it('is edited in a form, its status raised only with consent, and restored', async () => {
    const { ada } = rollcall;
    await add('Ada <ada@x.org> plan: pro', 'Not sure');
    await ada.types('/contacts edit ada@x.org');
    await ada.seesModal('Attributes');
    await ada.fills({
      Name: 'Ada Lovelace',
      Status: 'subscribed: they agreed to get mail',
      Attributes: 'plan: team\nold: 1',
    });
    await ada.submits();
    await ada.seesModal('Did they agree to become');
    expect(await contacts()).toMatchObject([
      { name: 'Ada Lovelace', status: 'non-subscribed', attributes: ['team', 1] },
    ]);
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({
      'Where did they ask for it?': 'at the fair',
      'When?': Math.floor(now.getTime() / 1000) - 3600,
    });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('subscribed via slack');
    expect(await contacts()).toMatchObject([{ status: 'subscribed' }]);
    await ada.clicks('Undo');
    await seen('Restored the contact’s earlier values');
    await ada.types('/contacts show ada@x.org');
    await ada.clicks('Consent history');
    expect(await seen('Consent history*')).toContain('(at the fair)');
    expect(await contacts()).toMatchObject([{ name: 'Ada Lovelace', status: 'non-subscribed' }]);
  });

  it('gets another address in the form, and an admin lifts the bounce of the old one', async () => {
    const { ada } = rollcall;
    await add('Ada <ada@x.rog>');
    await ada.types('/contacts edit ada@x.rog');
    await ada.seesModal('Attributes');
    await ada.fills({ Status: 'bounced: mail doesn’t arrive' });
    await ada.submits();
    expect(await seen('bounced via slack')).toContain('If the address is wrong');
    now = new Date(now.getTime() + 1000);
    await ada.types('/contacts edit ada@x.rog');
    await ada.seesModal('Attributes');
    await ada.fills({ 'Email address': 'ada@x.org' });
    await ada.submits();
    expect(await seen('ada@x.org')).toContain('An admin can lift the bounce.');
    await ada.clicks('Lift bounce');
    await seen('Lifted the bounce');
    expect(await contacts()).toMatchObject([{ email: 'ada@x.org', status: 'subscribed' }]);
  });

  it('tells the second of two editors what the first one did, and loses neither change', async () => {
    const { ada } = rollcall;
    const { prisma } = rollcall.database.storage;
    const stored = () => prisma.contact.findFirstOrThrow({ where: { workspaceId } });
    await add('Ada <ada@x.org> plan: pro', 'Not sure');
    await ada.types('/contacts edit ada@x.org');
    await ada.seesModal('Attributes');
    await ada.fills({ Company: 'Analytical Engines' });
    await prisma.contact.update({
      where: { workspaceId_id: { workspaceId, id: (await stored()).id } },
      data: { name: 'Ada Byron', updatedAt: new Date(now.getTime() + 1000) },
    });
    await ada.submits();
    await ada.seesModal('Someone else edited this contact');
    await ada.seesModal('name: Ada Byron');
    expect(await stored()).toMatchObject({ name: 'Ada Byron', company: null });
    await ada.fills({ Name: 'Ada Byron' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Saved.');
    expect(await stored()).toMatchObject({ name: 'Ada Byron', company: 'Analytical Engines' });
  });

  it('is tagged by a command and in a form; a doubtful new name isn’t created', async () => {
    const { ada } = rollcall;
    await add('ada@x.org');
    expect(await ada.types('/contacts tag ada@x.org vip, beta user')).toContain(
      'Tagged *ada@x.org*: `vip`, `beta user`',
    );
    expect(await ada.types('/contacts tag ada@x.org VIPs, new one')).toContain(
      'Didn’t create `VIPs`: it’s very similar to `vip`',
    );
    await ada.types('/contacts tag ada@x.org');
    await ada.seesModal('Or new tags');
    await ada.closes();
    expect(await ada.types('/contacts tag Ada')).toContain('doesn’t start with an email address');
    await ada.types('/contacts show ada@x.org');
    await ada.clicks('Tag');
    await ada.seesModal('Or new tags');
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({ 'Or new tags': 'third' });
    await ada.submits();
    await seen('Tagged *ada@x.org*: `third`');
    await ada.clicks('Undo');
    await seen('Removed "third" from');
    expect(await contacts()).toMatchObject([{ tags: ['vip', 'beta user', 'new one'] }]);
  });
});

describe('erasing', () => {
  it('is erased with everything except a hash, and nothing can add the person again', async () => {
    const { ada } = rollcall;
    const { prisma } = rollcall.database.storage;
    await add('Ada <ada@x.org> plan: pro tags: vip');
    await ada.types('/contacts edit ada@x.org');
    await ada.seesModal('Attributes');
    await ada.fills({ Name: 'Ada L' });
    await ada.submits();
    await seen('Saved.');
    const { id: contactId } = await prisma.contact.findFirstOrThrow({ where: { workspaceId } });
    await prisma.event.create({ data: { workspaceId, contactId, kind: 'opened', occurredAt: now } });
    const { id: importId } = await prisma.import.create({
      data: { workspaceId, fileName: 'a.csv', mapping: {}, rowsTotal: 1, createdBy: 'U0ADA' },
    });
    const rejection = { workspaceId, importId, reason: 'test' };
    await prisma.importRejection.createMany({
      data: [
        { ...rejection, line: 2, cells: ['Ada', 'ADA@x.org'] },
        { ...rejection, line: 3, cells: ['Bob', 'bob@x.org'] },
      ],
    });
    expect(await ada.types('/contacts forget ada@x.org')).toContain('This can’t be undone');
    await ada.clicks('Erase for good');
    expect(await seen('Erased the contact')).toContain(
      '1 tag, 1 event, 1 rejected import row, 1 undoable change',
    );
    expect(await contacts()).toEqual([]);
    const stored = await Promise.all([
      prisma.undo.findMany(),
      prisma.importRejection.findMany(),
      prisma.auditEntry.findMany(),
      prisma.suppression.findMany(),
    ]);
    const all = JSON.stringify(stored, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(all.toLowerCase()).not.toContain('ada@x.org');
    expect(all).toContain('bob@x.org');
    // By hand, and by a file.
    await ada.types('/contacts add ADA@x.org');
    await ada.clicks('Not sure');
    await seen('was erased on request and can’t be added again');
    await ada.types('/contacts import');
    await ada.fills({
      file: { name: 'people.csv', bytes: 'Email,Name\nAda@X.org,Ada\nbob@x.org,Bob\n' },
    });
    await ada.submits();
    await ada.seesModal('They agreed to get mail');
    await ada.fills({ status: 'They agreed to get mail' });
    await ada.submits();
    const rehearsal = await ada.seesModal('This is what would happen');
    expect(rehearsal.text).toContain('People erased on request are skipped');
    await ada.submits();
    await ada.sees('Imported *people.csv*');
    expect(await contacts()).toMatchObject([{ email: 'bob@x.org' }]);
    const kept = await prisma.importRejection.findMany({
      where: { reason: { contains: 'erased on request' } },
    });
    expect(kept).toMatchObject([{ line: 2, cells: [] }]);
  });

  it('asks for the address in the form, and is for admins', async () => {
    const { ada } = rollcall;
    await add('ada@x.org');
    await ada.clicks('Erase …');
    await ada.seesModal('Erase *ada@x.org* for good?');
    await ada.fills({ 'Type the address to confirm': 'bob@x.org' });
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({ 'Type the address to confirm': 'Ada@x.org' });
    expect(await ada.submits()).toEqual({ ok: true });
    await seen('Erased the contact');
  });
});

it('adds a contact from anywhere in Slack', async () => {
  const { ada } = rollcall;
  await ada.runs('add_contact');
  await ada.seesModal('Add a contact');
  await ada.fills({
    'Email address': 'eve@x.org',
    'Did they agree to get mail from you?': 'Not sure',
  });
  expect(await ada.submits()).toEqual({ ok: true });
  await ada.sees('*eve@x.org*');
});

describe('exports', () => {
  /** The text of the newest file that was shared. */
  const lastFile = () => {
    const { ada, slack } = rollcall;
    const file = ada
      .messages()
      .flatMap(({ files = [] }) => files)
      .at(-1);
    return file === undefined
      ? undefined
      : { name: file.name, text: slack.fileBytes(file.id)?.toString('utf8') };
  };

  it.each([
    ['/contacts export', 'contacts.csv', 2],
    ['/segments export norwegians', 'Norwegians.csv', 1],
    ['/tags export vip', 'vip.csv', 1],
  ])('arrive as a file in the person’s own messages: %s', async (line, name, many) => {
    const { ada, slack } = rollcall;
    await add('Ann <ann@x.org> country: Norway tags: vip');
    await add('bob@x.org');
    await ada.types('/segments new Norwegians: country is Norway');
    const contacts = `${many} contact${many === 1 ? '' : 's'}`;
    await ada.types(line);
    await ada.sees(`The file with ${contacts} is in your messages with Rollcall.`);
    await slack.waitFor(() => lastFile()?.name === name, { what: `a file ${name}` });
    const lines = lastFile()?.text?.trimEnd().split('\n') ?? [];
    expect(lines).toHaveLength(many + 1);
    expect(lines[1]).toContain('ann@x.org,Ann,NO');
    const { prisma } = rollcall.database.storage;
    expect(
      await prisma.auditEntry.count({ where: { workspaceId, action: 'contacts.exported' } }),
    ).toBeGreaterThan(0);
  });

  it('say what is missing', async () => {
    const { ada } = rollcall;
    expect(await ada.types('/segments export nobody')).toContain('No segment "nobody"');
    expect(await ada.types('/tags export nothing')).toContain('No tag');
  });
});
