import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import { addContact } from '../../../src/audience/contacts/add.ts';
import { putContacts } from '../../../src/audience/contacts/upsert.ts';
import { startImport } from '../../../src/audience/imports/imports.ts';
import { proposeImport } from '../../../src/audience/imports/proposals.ts';
import { startJobRunner } from '../../../src/audience/jobs/runner.ts';
import { withAudience } from '../../support/with-audience.ts';

const addresses = ['ada@example.org', 'info@example.org', 'ada@mailinator.com'];
const marked = { 'ada@example.org': 'unknown', 'info@example.org': 'risky', 'ada@mailinator.com': 'risky' };

describe('addresses of roles and disposable domains', () => {
  const audience = withAudience({ now: () => new Date('2026-11-23T10:00:00Z') });
  const { deps } = audience;
  let ada: Caller;

  beforeEach(async () => {
    ada = await audience.newCaller('editor');
  });

  const importAll = async (): Promise<void> => {
    const bytes = new TextEncoder().encode(
      `Email,Name\n${addresses.map((email) => `${email},Ada\n`).join('')}`,
    );
    const { importId, mapping } = await proposeImport(deps, ada, { fileName: 'people.csv', bytes });
    await startImport(deps, ada, { importId, mapping, newStatus: 'subscribed' });
    const runner = startJobRunner(deps);
    await runner.idle();
    await runner.stop();
  };
  const validations = async (): Promise<Record<string, string>> => {
    const contacts = await audience.storage.prisma.contact.findMany({
      where: { workspaceId: ada.workspaceId },
      select: { emailKey: true, emailValidation: true },
    });
    return Object.fromEntries(contacts.map((contact) => [contact.emailKey, contact.emailValidation]));
  };

  it.each<[way: string, add: () => Promise<unknown>]>([
    ['an import', importAll],
    [
      'the API',
      () => putContacts(deps, ada, { contacts: addresses.map((email) => ({ email })), make: true }),
    ],
    [
      'hand',
      async () => {
        for (const email of addresses)
          await addContact(deps, ada, { email, name: null, values: [], status: 'non-subscribed' });
      },
    ],
  ])('are flagged when they are added by %s', async (_way, add) => {
    await add();
    expect(await validations()).toEqual(marked);
  });

  it('keep their flag if the contact already exists', async () => {
    await importAll();
    const { workspaceId } = ada;
    await audience.storage.prisma.contact.updateMany({
      where: { workspaceId },
      data: { emailValidation: 'valid', name: null },
    });
    await importAll();
    await putContacts(deps, ada, {
      contacts: addresses.map((email) => ({ email, name: 'Grace' })),
      make: true,
    });
    expect(Object.values(await validations())).toEqual(['valid', 'valid', 'valid']);
  });
});
