import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/seed.ts';
import { playgroundTeam } from '../../src/playground/team.ts';
import { openStorage, type Storage } from '../../src/storage/database/client.ts';
import { copyEmbeddedTemplate } from '../support/database.ts';

describe('npm run seed', () => {
  let dataDir: string;
  let storage: Storage;
  beforeAll(async () => {
    dataDir = await copyEmbeddedTemplate();
    storage = await openStorage({ dataDir });
    vi.stubEnv('DATA_DIR', dataDir);
    vi.stubEnv('DATABASE_URL', undefined);
    vi.stubEnv('ROLLCALL_SECRET', undefined);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await storage.prisma.workspace.deleteMany();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await storage?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const seed = async (...args: string[]) => {
    const said: string[] = [];
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0);
    const code = await run(['--contacts', '20', ...args]);
    vi.restoreAllMocks();
    return { code, said: said.join(''), contacts: await storage.prisma.contact.count() };
  };

  it('fills the playground without a question', async () => {
    expect(await seed()).toMatchObject({ code: 0, contacts: 20 });
    expect(await storage.prisma.workspace.findMany({ select: { teamId: true } })).toEqual([
      { teamId: playgroundTeam.id },
    ]);
  });

  it('fills a real workspace only if that is said to be meant', async () => {
    const { id } = await storage.prisma.workspace.create({ data: { teamId: 'T0ACME', name: 'Acme' } });
    const asked = await seed();
    expect(asked).toMatchObject({ code: 2, contacts: 0 });
    expect(asked.said).toContain('Acme (T0ACME) is a real Slack workspace.');
    expect(asked.said).toContain('--yes');
    expect(await seed('--yes')).toMatchObject({ code: 0, contacts: 20 });
    await storage.prisma.contact.deleteMany({ where: { workspaceId: id } });
    expect(await seed('--team', 'T0ACME')).toMatchObject({ code: 0, contacts: 20 });
  });
});
