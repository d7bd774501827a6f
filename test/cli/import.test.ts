import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/import.ts';
import { runHere } from '../support/command-here.ts';
import { encoded } from '../support/encoded.ts';
import { withAudience } from '../support/with-audience.ts';

// What stops and continues an import: test/process/import-command.test.ts.
describe('npm run import', () => {
  const audience = withAudience({ on: 'embedded' });
  let folder: string;
  let file: string;
  let workspaceId: number;
  let team: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-import-'));
    file = join(folder, 'people.csv');
    workspaceId = await audience.addWorkspace();
    ({ teamId: team } = await audience.storage.prisma.workspace.findUniqueOrThrow({
      where: { id: workspaceId },
    }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function ask(...args: string[]): Promise<{ code: number; said: string }> {
    const all = [file, '--team', team, '--status', 'subscribed', ...args];
    const { code, out, err } = await runHere(run, all, { DATA_DIR: audience.dataDir });
    return { code, said: `${out}${err}` };
  }

  const names = async (): Promise<(string | null)[]> =>
    (
      await audience.storage.prisma.contact.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } })
    ).map(({ name }) => name);
  const states = async (): Promise<string[]> =>
    (await audience.storage.prisma.import.findMany({ where: { workspaceId } }))
      .map(({ state }) => state)
      .filter((state) => state !== 'proposed' && state !== 'discarded');

  it('shows what a file would change, and imports it when told to', async () => {
    writeFileSync(file, 'Email,Name,Tags\nada@x.org,Ada,vip\nbob@x.org,Bob,vip\nno address,Nobody,\n');
    const { code, out, err } = await runHere(run, [file, '--team', team], { DATA_DIR: audience.dataDir });
    expect(code).toBe(2);
    expect(`${out}${err}`).toContain('Did these people agree to get mail?');

    const shown = await ask();
    expect(shown.code).toBe(0);
    expect(shown.said).toContain('2 new, 0 changed, 0 unchanged, 1 rejected');
    expect(shown.said).toContain('new tags: vip');
    expect(shown.said).toContain('run this again with --yes');
    expect([await names(), await states()]).toEqual([[], []]);

    expect((await ask('--yes')).said).toContain('2 added, 0 updated, 0 unchanged, 1 rejected');
    expect([await names(), await states()]).toEqual([['Ada', 'Bob'], ['done']]);
    const tagged = { where: { workspaceId, tag: { name: 'vip' } } };
    expect(await audience.storage.prisma.contactTag.count(tagged)).toBe(2);
  });

  it('says how a file was read that isn’t UTF-8, and reads it in another encoding when told to', async () => {
    writeFileSync(file, encoded('Email,Name\ndeniz@a.tr,Deniz Şahin\nuwe@a.tr,Uwe Groß\n', 'windows-1254'));
    const unknown = await ask('--encoding', 'klingon');
    expect(unknown.code).toBe(2);
    expect(unknown.said).toContain('--encoding "klingon" is not a known encoding. Known encodings: UTF-8, ');
    expect(unknown.said).toContain('Shift_JIS');

    const guessed = await ask();
    expect(guessed.said).toContain('Read as Windows-1252, for example “Deniz Þahin”. If that looks garbled,');
    const done = await ask('--encoding', 'cp1254', '--yes');
    expect(done.said).toContain('Read as Windows-1254, as you chose, for example “Deniz Şahin”.');
    expect(done.said).toContain('2 added');
    expect(await names()).toEqual(['Deniz Şahin', 'Uwe Groß']);
  });

  it('asks what cells mean, with the option to add, and writes nothing before', async () => {
    writeFileSync(file, 'Email,Status\na@x.org,active\nb@x.org,past_due\nc@x.org,canceled\n');
    const asked = await ask('--yes');
    expect(asked.code).toBe(2);
    expect(asked.said).toContain(
      '--values "Status: active=subscribed, past_due=non-subscribed, canceled=unsubscribed"',
    );
    expect(asked.said).toContain('--values "Status: nothing"');
    expect([await names(), await states()]).toEqual([[], []]);
  });

  it('lowers a status if the file says so, even if it only adds people', async () => {
    writeFileSync(file, 'Email\na@x.org\nb@x.org\n');
    await ask('--yes');
    writeFileSync(file, 'Email,Status\na@x.org,unsubscribed\nb@x.org,bounced\n');
    const lowered = await ask('--only-add', '--yes');
    expect(lowered.said).toContain(
      '1 becomes unsubscribed and 1 becomes bounced, as in the file: they get no more mail',
    );
    expect(lowered.said).toContain('0 added, 2 updated, 0 unchanged');
  });

  it('subscribes people again only if told where and when they asked for it', async () => {
    const { prisma } = audience.storage;
    const statusAt = new Date('2026-02-01T00:00:00Z');
    const data = { workspaceId, status: 'unsubscribed', statusAt, statusSource: 'api', source: 'api' };
    for (const email of ['ada@x.org', 'bob@x.org'])
      await prisma.contact.create({ data: { ...data, email, emailKey: email } });
    writeFileSync(file, 'Email,Status\nada@x.org,subscribed\nbob@x.org,subscribed\n');
    for (const [options, reason] of [
      [[], 'Where and when did they ask for mail again?'],
      [['--where', 'survey', '--when', 'yesterday'], '--when "yesterday" is not a day'],
      [['--where', 'survey', '--when', '2199-01-01'], 'is in the future'],
    ] as const) {
      const refused = await ask('--yes', '--resubscribe', ...options);
      expect([refused.code, refused.said]).toEqual([2, expect.stringContaining(reason)]);
    }
    const facts = () =>
      prisma.consentLog.findMany({ where: { workspaceId, said: 'consent' }, orderBy: { contactId: 'asc' } });
    await ask('--yes', '--resubscribe', '--where', 'survey', '--when', '2026-01-15');
    expect(await facts()).toEqual([]);
    await ask('--yes', '--resubscribe', '--where', ' the March  survey', '--when', '2026-03-01');
    const at = new Date('2026-03-01T00:00:00Z');
    const said = { at, how: 'import', by: 'command line', details: { where: 'the March survey' } };
    expect(await facts()).toMatchObject([said, said]);
  });
});
