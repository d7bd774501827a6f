import { beforeEach, describe, expect, it } from 'vitest';
import type { AudienceDeps, Caller } from '../../../src/audience/caller.ts';
import { proposeFile } from '../../../src/audience/imports/files.ts';
import { type ImportChoices, startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { rehearseImport } from '../../../src/audience/imports/rehearsal.ts';
import { undoImport } from '../../../src/audience/imports/undo.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { oneClick } from '../../../src/audience/topics/choices.ts';
import { topicsOfContact } from '../../../src/audience/topics/set.ts';
import { addTopic, archiveTopic } from '../../../src/audience/topics/topics.ts';
import type { Mapping } from '../../../src/csv/schema.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('an import with topics', () => {
  const audience = withAudience();
  let deps: AudienceDeps;
  let caller: Caller;
  let now = new Date('2026-11-28T10:00:00Z');
  let news = 0;

  beforeEach(async () => {
    deps = { storage: audience.storage, now: () => now };
    caller = await audience.newCaller();
    news = await add('Product news', true);
    await add('Events', false);
  });

  const add = async (name: string, isOn: boolean) =>
    (await addTopic(deps, caller, { name, description: '', isOn, isShown: true, confirms: false })).id;
  const run = async () => {
    const runner = startJobRunner(deps, { batchRows: 2, pollMs: 2 });
    await runner.idle();
    await runner.stop();
  };
  const propose = (csv: string) =>
    proposeImport(deps, caller, { fileName: 'people.csv', bytes: new TextEncoder().encode(csv) });
  const rehearse = (importId: number, mapping: Mapping, choices: Partial<ImportChoices> = {}) =>
    rehearseImport(deps, caller, { importId, mapping, newStatus: 'subscribed', ...choices });
  const take = async (csv: string, choices: Partial<ImportChoices> = {}) => {
    now = new Date(now.getTime() + 60_000);
    const { importId, mapping } = await propose(csv);
    const rehearsed = await rehearse(importId, mapping, choices);
    if (!rehearsed.ok) throw new Error(rehearsed.problems[0]?.message);
    const started = await startImport(deps, caller, {
      importId,
      mapping,
      newStatus: 'subscribed',
      ...choices,
    });
    expect(started.ok).toBe(true);
    await run();
    return { importId, rehearsal: rehearsed.rehearsal };
  };
  const topicsOf = async (email: string) =>
    (await topicsOfContact(deps, caller, { email })).topics.map(({ on, chosen }) => [on, chosen?.how]);
  const leave = async (email: string) => {
    now = new Date(now.getTime() + 60_000);
    const contact = await audience.storage.prisma.contact.findFirst({
      where: { workspaceId: caller.workspaceId, email },
    });
    await oneClick(
      deps,
      { workspaceId: caller.workspaceId, contactId: contact?.id ?? 0 },
      { topicId: news, campaignId: null },
    );
  };

  it('reads a column that is named after a topic, and a list of topics', async () => {
    const csv = 'Email,Product News,topics\na@x.org,yes,Events\nb@x.org,no,"Product news, Events"\n';
    const source = new TextEncoder().encode(csv);
    // In Slack, and on the command line.
    for (const { mapping, problems } of [
      await propose(csv),
      await proposeFile(deps, caller, { fileName: 'people.csv', source }),
    ]) {
      expect(mapping.columns.map(({ target, topicId }) => [target, topicId])).toEqual([
        ['email', undefined],
        ['topic', news],
        ['topics', undefined],
      ]);
      expect(problems).toEqual([]);
    }
  });

  it('turns topics on and off as the rehearsal says, and can be undone', async () => {
    const csv = 'Email,Product news,Events\na@x.org,no,yes\nb@x.org,yes,no\nc@x.org,,\n';
    const { importId, rehearsal } = await take(csv);
    expect(rehearsal.topics).toEqual([
      { name: 'Product news', on: 0, off: 1, stayOff: 0 },
      { name: 'Events', on: 1, off: 0, stayOff: 0 },
    ]);
    expect(await topicsOf('a@x.org')).toEqual([
      [false, 'import'],
      [true, 'import'],
    ]);
    expect(await topicsOf('c@x.org')).toEqual([
      [true, undefined],
      [false, undefined],
    ]);
    await undoImport(deps, caller, importId);
    await run();
    await expect(topicsOf('a@x.org')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('never turns on what the person turned off, before or after the file', async () => {
    await take('Email\na@x.org\n');
    await leave('a@x.org');
    const { importId, rehearsal } = await take('Email,Product news\na@x.org,yes\n');
    expect(rehearsal.topics).toEqual([{ name: 'Product news', on: 0, off: 0, stayOff: 1 }]);
    expect(await topicsOf('a@x.org')).toEqual([
      [false, 'one-click'],
      [false, undefined],
    ]);
    await expect(undoImport(deps, caller, importId)).rejects.toMatchObject({
      message: expect.stringContaining('changed nothing'),
    });
  });

  it('can be undone if it changed nothing but topics', async () => {
    await take('Email\na@x.org\n');
    const { importId } = await take('Email,Product news,Events\na@x.org,no,yes\n');
    await undoImport(deps, caller, importId);
    await run();
    expect(await topicsOf('a@x.org')).toEqual([
      [true, undefined],
      [false, undefined],
    ]);
  });

  it('undoes only what it said, and keeps people’s own choices', async () => {
    const { importId } = await take('Email,Product news,Events\na@x.org,no,yes\n');
    await leave('a@x.org');
    await undoImport(deps, caller, importId);
    await run();
    expect(await topicsOf('a@x.org')).toEqual([
      [false, 'one-click'],
      [false, undefined],
    ]);
  });

  it('counts topics turned off for contacts that are otherwise left alone, and none turned on', async () => {
    await take('Email\na@x.org\nb@x.org\n');
    await take('Email,Product news,Events\na@x.org,no,yes\nb@x.org,,yes\nnew@x.org,no,yes\n', {
      existing: 'keep',
    });
    expect(await topicsOf('a@x.org')).toEqual([
      [false, 'import'],
      [false, undefined],
    ]);
    expect(await topicsOf('b@x.org')).toEqual([
      [true, undefined],
      [false, undefined],
    ]);
    expect(await topicsOf('new@x.org')).toEqual([
      [false, 'import'],
      [true, 'import'],
    ]);
  });

  it('lets a no win if several rows of one person disagree, whichever comes first', async () => {
    await take('Email,Product news\na@x.org,yes\na@x.org,no\nb@x.org,no\nb@x.org,yes\n');
    expect([(await topicsOf('a@x.org'))[0], (await topicsOf('b@x.org'))[0]]).toEqual([
      [false, 'import'],
      [false, 'import'],
    ]);
  });

  it('rejects a row with an unreadable answer or an unknown topic', async () => {
    const { importId, mapping } = await propose('Email,Product news\na@x.org,yes\nb@x.org,yes\n');
    const columns = mapping.columns.map((column) => ({ ...column }));
    const rehearsed = await rehearse(importId, { ...mapping, columns });
    expect(rehearsed.ok).toBe(true);
    const other = await propose('Email,Interests\na@x.org,Evnts\nb@x.org,Events\n');
    const list = other.mapping.columns.map((column, index) =>
      index === 1 ? { ...column, target: 'topics' as const } : column,
    );
    expect(await rehearse(other.importId, { ...other.mapping, columns: list })).toMatchObject({
      ok: true,
      rehearsal: { rejected: 1, reasons: [{ reason: '"Evnts" in "Interests" is not a topic' }] },
    });
  });

  it('refuses a topic that was archived meanwhile', async () => {
    const { importId, mapping } = await propose('Email,Product news\na@x.org,yes\n');
    await archiveTopic(deps, caller, { id: news, archived: true });
    expect(await rehearse(importId, mapping)).toMatchObject({
      ok: false,
      problems: [{ column: 1, message: 'The topic of "Product news" no longer exists.' }],
    });
  });
});
