import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { forgetContact } from '../../../src/audience/contacts/forget.ts';
import { findTestAddresses, saveTestAddresses } from '../../../src/storage/campaigns/tests.ts';
import { keyedHashes } from '../../../src/storage/database/secret.ts';
import { tableNames } from '../../support/contents.ts';
import { testSecret } from '../../support/database-templates.ts';
import { withAudience } from '../../support/with-audience.ts';

const email = 'ada.lovelace+news@xn--bcher-kva.example';
const key = email;

/** Other people, whose addresses contain this one or resemble it: they stay. */
const others = [`d${email}`, `${email}.org`, `x.${email}`, `${email}-y.org`];

/** Texts that contain the address among other things. */
const written = `see ${email.toUpperCase()}, and ${others.join(' and ')}`;

/**
 * Columns that can't contain an address, each with its reason. Every other column of text, JSON or bytes gets
 * one: a column that is added later fails here until someone has decided.
 */
const nobodyWrites: Record<string, string> = {
  'write_counts.topic': 'names of ours and numbers of tags',
  'workspaces.*':
    'Slack’s names, choices of a list, and what the team says of itself; test addresses have a test of their own',
  'contacts.email': 'the identity of somebody else',
  'contacts.email_key': 'the identity of somebody else',
  'tags.name': 'refuses @',
  'api_keys.*': 'its name refuses @, the rest is made by us',
  'given_answers.request_hash': 'a hash',
  'suppressions.email_hash': 'a hash',
  'suppressions.reason': 'one of a list',
  'status_facts.kind': 'one of a list',
  'webhooks.*': 'made by us; the secret is encrypted',
  'webhook_tokens.*': 'a provider’s random token, and a hash',
  'deliveries.*': 'Slack’s ids of what it sent',
  'secret_marks.*': 'made by us of secrets',
  'kept_items.*': 'made by us; what a provider sent is encrypted, and erased by itself',
  'role_overrides.*': 'Slack’s ids',
  '*.created_by': 'Slack’s id of a person, or a key’s name',
  '*.updated_by': 'Slack’s id of a person, or a key’s name',
  '*.given_by': 'Slack’s id of a person',
  '*.source': 'one of a list',
  '*.status_source': 'one of a list',
  '*.status': 'one of a list',
  '*.state': 'one of a list',
  '*.new_status': 'one of a list',
  '*.email_validation': 'one of a list',
  'attributes.type': 'one of a list',
  'imports.existing': 'one of a list',
  'imports.tag_names': 'one of a list',
  'imports.cancelled_by': 'Slack’s id of a person',
  'import_changes.what': 'one of a list',
  'import_changes.reason': 'one of a list',
  'jobs.runner': 'made by us',
  'sign_ups.*': 'the identity of somebody else, and texts of our form',
  'workspaces.brand_name': 'refuses @',
  'jobs.kind': 'one of a list',
  'jobs.key': 'made by us of ids',
  'campaign_mails.bound': 'numbers, and a hash',
  'campaign_mails.body_kind': 'one of a list',
  'campaign_mails.wall_time': 'a time',
  'campaign_mails.time_zone': 'a zone that exists',
  '*.content_by': 'Slack’s id of a person, or a key’s name',
  '*.audience_by': 'Slack’s id of a person, or a key’s name',
  '*.sender_by': 'Slack’s id of a person, or a key’s name',
  '*.asked_by': 'Slack’s id of a person, or a key’s name',
  '*.approved_by': 'Slack’s id of a person, or a key’s name',
  'campaign_recipients.*': 'made by us; a server’s reply is stored without addresses',
  'campaign_counts.*': 'of lists',
  'campaign_domains.domain': 'a domain, from addresses; below is what becomes of it',
  'campaigns.frozen': 'numbers',
  'campaign_mails.conversion_after': 'one of a list',
  '*.track_opens': 'one of a list',
  '*.track_clicks': 'one of a list',
  'workspaces.home_page': 'refuses @',
  'campaign_hits.kind': 'one of a list',
  'tracked_hits.kind': 'one of a list',
  'campaign_posts.*': 'Slack’s ids of a channel and a message',
  'senders.from_address': 'the team’s own',
  'senders.reply_to': 'the team’s own',
  'senders.user_name': 'the team’s own',
  'senders.host': 'a server',
  'senders.security': 'one of a list',
  'senders.way': 'one of a list',
  'senders.code_hash': 'a hash',
  'senders.dkim_key': 'encrypted',
  'senders.dkim_selector': 'a part of a name in DNS',
  'senders.key_selector': 'a part of a name in DNS',
  'senders.password': 'encrypted',
  'senders.provider': 'one of a list',
  'senders.findings': 'made by us',
  'undos.kind': 'one of a list',
  'audit_entries.action': 'one of a list',
  '*.how': 'one of a list',
  'consent_log.what': 'one of a list',
  'consent_log.said': 'one of a list',
  'consent_log.email_hash': 'a hash',
  'watches.condition': 'numbers, and words of ours',
  'watches.look_state': 'a hash',
  'watches.rule_hash': 'a hash',
  'watches.topics': 'names of ours and numbers of tags',
  'watch_changes.*': 'made by us; names of API keys refuse @',
  'member_writes.*': 'made by us; names of API keys refuse @',
  'digests.time': 'a time',
  'digests.last_day': 'a day',
  'posts.posted_in': 'Slack’s id of a channel',
  'posts.ts': 'Slack’s number of a message',
  '*.owner': 'Slack’s id of a person',
  '*.channel': 'Slack’s id of a channel',
};

const isExempt = (table: string, column: string): boolean =>
  [`${table}.*`, `*.${column}`, `${table}.${column}`].some((name) => Object.hasOwn(nobodyWrites, name));

describe('forgetting', () => {
  const audience = withAudience({ now: () => now });
  const { deps } = audience;
  let ada: Caller;
  const now = new Date('2026-11-23T10:00:00Z');

  beforeEach(async () => {
    ada = await audience.newCaller();
  });

  const add = async (address: string): Promise<number> => {
    const added = await addContact(deps, ada, {
      email: address,
      name: null,
      values: [],
      status: 'subscribed',
    });
    return 'id' in added ? added.id : added.existing.id;
  };

  it('no longer allows test mails to them', async () => {
    const { workspaceId } = ada;
    const { prisma, pool } = deps.storage;
    await saveTestAddresses(prisma, workspaceId, [email.toUpperCase(), `d${email}`]);
    await forgetContact(deps, ada, { id: await add(email) });
    expect(await findTestAddresses(pool, workspaceId)).toEqual([`d${email}`]);
  });

  it('still refuses someone after the secret changed, as long as the old one is known', async () => {
    await forgetContact(deps, ada, { id: await add(email) });
    const [secret, dataDir] = ['the next secret of the tests, long', 'unused'];
    const under = (secretsBefore: string[]): AudienceDeps => ({
      ...deps,
      storage: { ...deps.storage, ...keyedHashes({ secret, secretsBefore, dataDir }) },
    });
    const again = { email: email.toUpperCase(), name: null, values: [], status: 'subscribed' as const };
    await expect(addContact(under([testSecret]), ada, again)).rejects.toMatchObject({ code: 'not-allowed' });
    // That is why a database remembers its secrets: without the old one, it would recognize no one.
    const added = await addContact(under([]), ada, again);
    if (!('id' in added)) throw new Error('the address is taken');
    // The next tests search the whole database for it.
    await forgetContact(deps, ada, { id: added.id });
  });

  /** A row in every table, with nothing about anyone in it yet. */
  async function addRows(): Promise<void> {
    const { prisma } = audience.storage;
    const { workspaceId } = ada;
    const by = { workspaceId, createdBy: 'U0ADA' };
    const contactId = await add('bob@x.org');
    await prisma.tag.create({ data: { ...by, name: 'vip' } });
    await prisma.topic.create({ data: { ...by, name: 'News', nameKey: 'news', isOn: true, position: 1 } });
    await prisma.consentLog.create({
      data: { workspaceId, contactId, what: 'topic', said: 'on', at: now, recordedAt: now, how: 'slack' },
    });
    await prisma.attribute.create({ data: { workspaceId, name: 'plan', nameKey: 'plan', type: 'text' } });
    const { id: campaignId } = await prisma.campaign.create({
      data: { workspaceId, name: 'Spring', nameKey: 'spring' },
    });
    await prisma.campaignMail.create({
      data: {
        ...{ ...by, campaignId, createdAt: now, updatedAt: now },
        ...{ contentBy: 'U0ADA', audienceBy: 'U0ADA', senderBy: 'U0ADA' },
      },
    });
    const of = { workspaceId, campaignId };
    await prisma.campaignTarget.create({ data: { ...of, position: 0, label: 'tagged vip' } });
    await prisma.campaignLink.create({ data: { ...of, id: 1, url: 'https://x.org/' } });
    await prisma.sender.create({
      data: {
        ...{ ...by, name: 'News', nameKey: 'news', fromName: 'Acme', fromAddress: 'news@acme.example' },
        ...{ host: 'localhost', port: 25, security: 'none', createdAt: now, updatedAt: now },
      },
    });
    await prisma.eventKind.create({ data: { workspaceId, name: 'purchase', properties: {} } });
    await prisma.event.create({
      data: { workspaceId, contactId, kind: 'purchase', occurredAt: now, properties: {}, externalId: 'id' },
    });
    await prisma.segment.create({
      data: { ...by, updatedBy: 'U0ADA', name: 'All', nameKey: 'all', description: '', rule: {} },
    });
    const file = { ...by, fileName: 'people.csv' };
    const { id: uploadId } = await prisma.upload.create({
      data: { ...file, bytes: new Uint8Array(1), size: 1, createdAt: now },
    });
    const { id: importId } = await prisma.import.create({
      data: { ...file, uploadId, state: 'failed', mapping: {}, report: {}, problem: '', rowsTotal: 1 },
    });
    await prisma.importChange.create({
      data: { workspaceId, importId, contactId, at: now, what: 'written', updatedAt: now, attributes: {} },
    });
    await prisma.importRejection.create({ data: { workspaceId, importId, line: 2, reason: '', cells: [] } });
    await prisma.job.create({
      data: { workspaceId, kind: 'import', payload: {}, problem: '', state: 'failed' },
    });
    await prisma.auditEntry.create({ data: { workspaceId, actor: 'U0ADA', action: 'x', subject: '' } });
    await prisma.undo.create({
      data: { ...by, kind: 'x', subject: '', before: {}, createdAt: now, expiresAt: now },
    });
    const placed = { workspaceId, owner: 'U0ADA', channel: 'C0GENERAL', createdAt: now };
    await prisma.watch.create({ data: { ...placed, name: 'All', rule: {}, condition: {} } });
    await prisma.digest.create({ data: { ...placed, weekday: 1, time: '09:00' } });
    await prisma.post.create({ data: { ...placed, content: {} } });
    const { id: apiKeyId } = await prisma.apiKey.create({
      data: { ...by, name: 'website', prefix: 'rc', hash: randomUUID(), scopes: [] },
    });
    await prisma.givenAnswer.create({
      data: { workspaceId, apiKeyId, key: 'k', requestHash: 'h', status: 200, body: '', createdAt: now },
    });
  }

  const columnsOf = async (table: string) =>
    (
      await audience.storage.pool.query<{ name: string; type: string; generated: boolean }>(
        `SELECT column_name AS name, data_type AS type, is_generated = 'ALWAYS' AS generated FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $1
           AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea') OR udt_name = '_text') ORDER BY 1`,
        [table],
      )
    ).rows;

  /** Writes the address into every column of every row that accepts it. Returns where. */
  async function plant(): Promise<string[]> {
    const planted: string[] = [];
    for (const table of await tableNames(audience.storage.pool)) {
      if (table === '_prisma_migrations') continue;
      for (const { name, type, generated } of await columnsOf(table)) {
        if (generated || isExempt(table, name)) continue;
        const value =
          type === 'jsonb'
            ? `CASE jsonb_typeof(${name}) WHEN 'array' THEN jsonb_build_array($1::text) ELSE jsonb_build_object('note', $1::text, 'deep', jsonb_build_array(jsonb_build_object('at', $1::text))) END`
            : type === 'bytea'
              ? `convert_to($1, 'UTF8')`
              : `$1`;
        const where = table === 'workspaces' ? 'id' : 'workspace_id';
        const { rowCount } = await audience.storage.pool.query(
          `UPDATE ${table} SET ${name} = ${value} WHERE ${where} = $2`,
          [written, ada.workspaceId],
        );
        expect(rowCount, `${table}.${name} has a row to plant in`).toBeGreaterThan(0);
        planted.push(`${table}.${name}`);
      }
    }
    return planted;
  }

  /** Every place in the whole database that contains it, read as text whatever the type. */
  async function found(): Promise<string[]> {
    const places: string[] = [];
    for (const table of await tableNames(audience.storage.pool)) {
      for (const { name, type } of await columnsOf(table)) {
        const text = type === 'bytea' ? `encode(${name}, 'escape')` : `${name}::text`;
        const { rows } = await audience.storage.pool.query<{ text: string }>(
          `SELECT ${text} AS text FROM ${table} WHERE strpos(lower(${text}), $1) > 0`,
          [key],
        );
        for (const row of rows) {
          const left = others.reduce((words, other) => words.replaceAll(other, ''), row.text.toLowerCase());
          if (left.includes(key)) places.push(`${table}.${name}`);
        }
      }
    }
    return [...new Set(places)];
  }

  it('removes the address from the whole database, whatever column contains it, and leaves others untouched', async () => {
    await addRows();
    for (const other of others) await add(other);
    const id = await add(email);
    const planted = await plant();
    await audience.storage.prisma.event.create({
      data: { workspaceId: ada.workspaceId, contactId: id, kind: 'opened', occurredAt: now },
    });
    expect(planted).toContain('uploads.bytes');
    expect(planted.length).toBeGreaterThan(25);
    const made = ['contacts.email', 'contacts.email_key', 'events.indexed_properties'];
    expect((await found()).sort()).toEqual([...planted, ...made].sort());

    const erased = await forgetContact(deps, ada, { id });
    expect(await found()).toEqual([]);
    expect(erased).toMatchObject({ events: 1, rejectedRows: 1, files: 1 });
    expect(erased.mentions).toBeGreaterThan(10);

    // Everything else is unchanged.
    const { rows } = await audience.storage.pool.query(
      'SELECT name, attributes FROM contacts WHERE workspace_id = $1 ORDER BY id LIMIT 1',
      [ada.workspaceId],
    );
    const left = `see (erased ${id}), and ${others.join(' and ')}`;
    expect(rows[0]).toEqual({ name: left, attributes: { note: left, deep: [{ at: left }] } });
    const near = { where: { workspaceId: ada.workspaceId, emailKey: { in: others } } };
    expect(await audience.storage.prisma.contact.count(near)).toBe(others.length);
  });

  it('takes the name off a domain that has few mails, and off no other', async () => {
    const { pool } = audience.storage;
    const { id: campaignId } = await audience.storage.prisma.campaign.create({
      data: { workspaceId: ada.workspaceId, name: 'Spring', nameKey: 'spring' },
    });
    await pool.query(
      `INSERT INTO campaign_domains (workspace_id, campaign_id, domain, day, handed, bounced, complained)
       SELECT $1, $2, domain, '2026-11-20', handed, 1, 0 FROM (VALUES ('gmail.com', 60), ('lovelace.example', 30), ('lovelace.example', 10), ('x.org', 1)) d (domain, handed)`,
      [ada.workspaceId, campaignId],
    );
    for (const address of ['ada@lovelace.example', 'ada@gmail.com'])
      await forgetContact(deps, ada, { id: await add(address) });
    const { rows } = await pool.query(
      `SELECT domain, sum(handed)::int AS handed FROM campaign_domains WHERE workspace_id = $1 GROUP BY 1 ORDER BY 2 DESC`,
      [ada.workspaceId],
    );
    expect(rows).toEqual([
      { domain: 'gmail.com', handed: 60 },
      { domain: '', handed: 40 },
      { domain: 'x.org', handed: 1 },
    ]);
  });

  it('finds it in a waiting file, in other cases and encodings, and leaves other files', async () => {
    const { prisma } = audience.storage;
    const { workspaceId } = ada;
    const lines = `Email\n${email.toUpperCase()}\n`;
    const files: [string, Uint8Array, string][] = [
      ['utf8.csv', Buffer.from(lines), 'proposed'],
      ['utf16.csv', Buffer.from(`\ufeff${lines}`, 'utf16le'), 'failed'],
      ['running.csv', Buffer.from(lines), 'running'],
      ['other.csv', Buffer.from('Email\nbob@x.org\n'), 'proposed'],
    ];
    for (const [fileName, bytes, state] of files) {
      const by = { workspaceId, fileName, createdBy: 'U0ADA' };
      const upload = await prisma.upload.create({
        data: { ...by, bytes: new Uint8Array(bytes), size: bytes.length, createdAt: now },
      });
      await prisma.import.create({ data: { ...by, uploadId: upload.id, state, mapping: {}, rowsTotal: 1 } });
    }
    const { files: freed } = await forgetContact(deps, ada, { id: await add(email) });
    expect(freed).toBe(2);
    const left = await prisma.import.findMany({
      where: { workspaceId },
      select: { fileName: true, state: true, upload: { select: { fileName: true } } },
      orderBy: { id: 'asc' },
    });
    expect(left).toEqual([
      { fileName: 'utf8.csv', state: 'discarded', upload: null },
      { fileName: 'utf16.csv', state: 'failed', upload: null },
      { fileName: 'running.csv', state: 'running', upload: { fileName: 'running.csv' } },
      { fileName: 'other.csv', state: 'proposed', upload: { fileName: 'other.csv' } },
    ]);
  });

  it('changes no other workspace', async () => {
    const first = ada;
    await add(email);
    ada = { ...ada, workspaceId: await audience.addWorkspace() };
    const id = await add(email);
    await forgetContact(deps, ada, { id });
    const left = { where: { workspaceId: first.workspaceId } };
    expect(await audience.storage.prisma.contact.count(left)).toBe(1);
    expect(await audience.storage.prisma.suppression.count(left)).toBe(0);
  });
});
