import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/audience/caller.ts';
import type { Target } from '../../../src/csv/schema.ts';
import { importFile } from '../../support/import-file.ts';
import { withAudience } from '../../support/with-audience.ts';

const folder = new URL('../../fixtures/imports/', import.meta.url);

interface Case {
  /** By the part of the address before its @, with the time if the file gives one. */
  statuses: Record<string, string>;
  /** What is missing without `values`. */
  asks?: string[];
  values?: string[];
  map?: Record<string, Target>;
}

const SUB = 'subscribed';
const OUT = 'unsubscribed';
const NON = 'non-subscribed';

const cases: Record<string, Case> = {
  'g-activecampaign.csv': { statuses: { ada: SUB, bob: OUT, cy: NON, di: 'bounced' } },
  'k04-klaviyo-suppressions.csv': { statuses: { ok: SUB, bounce: 'bounced', spam: OUT, user: OUT } },
  'k04-mailchimp-unsub.csv': { statuses: { ada: SUB, bob: OUT, cy: 'bounced' } },
  'k04-mailpoet.csv': { statuses: { ada: SUB, bob: OUT, cy: 'bounced' } },
  'k04-mautic-dnc.csv': { statuses: { ada: OUT, bob: SUB } },
  'k04-pipedrive.csv': { statuses: { ada: SUB, bob: OUT, cy: NON } },
  'k04-postmark-suppressions.csv': {
    statuses: { ada: 'bounced 2024-01-15', bob: `${OUT} 2024-01-15`, cy: `${OUT} 2024-01-15` },
  },
  'k05-mostly-unknown.csv': {
    asks: ['--values "status: regular=non-subscribed, unsubscribed=unsubscribed, premium=non-subscribed"'],
    values: ['status: regular=subscribed, premium=nothing'],
    statuses: { a: SUB, b: OUT, c: SUB, d: SUB },
  },
  'k05-numbers.csv': {
    asks: ['--values "status: 1=non-subscribed, 2=non-subscribed, 3=non-subscribed"'],
    values: ['status: 1=subscribed, 2=unsubscribed, 3=bounced'],
    statuses: { a: SUB, b: OUT, c: 'bounced' },
  },
  'k06-airtable-checked.csv': { statuses: { a: SUB, b: NON, c: SUB } },
  'k06-granted.csv': { statuses: { a: SUB, b: NON, c: OUT } },
  'k07-wahr-falsch.csv': { statuses: { a: SUB, b: NON, c: OUT } },
  'k08-nan-never.csv': { statuses: { a: SUB, b: `${OUT} 2024-01-02`, c: SUB, d: SUB, e: SUB, f: SUB } },
  'k08-never-in-attribute.csv': {
    statuses: Object.fromEntries(
      [...Array.from({ length: 12 }, (_, n) => `u${n}`), 'v'].map((name) => [name, SUB]),
    ),
  },
  'k09-x-or-empty.csv': { statuses: { a: SUB, b: NON, c: SUB, d: NON } },
  'k10-second-row-unsubscribed.csv': { statuses: { ada: OUT, bob: OUT } },
  'k21-mailerlite.csv': { statuses: { ada: SUB, bob: `${OUT} 2024-05-01` } },
  'k22-map-by-hand.csv': {
    map: { 'Unsubscribe From Marketing Emails': 'status' },
    statuses: { ada: SUB, bob: OUT },
  },
  'k23-stripe-status.csv': {
    asks: ['--values "Status: active=subscribed, past_due=non-subscribed, canceled=unsubscribed"'],
    values: ['Status: nothing'],
    statuses: { ada: SUB, bob: SUB, cy: SUB },
  },
  'x-beehiiv.csv': { statuses: { a: SUB, b: `${OUT} 2024-02-01`, c: NON } },
  'x-brevo.csv': { statuses: { a: SUB, b: OUT, c: NON } },
  'x-campaign-monitor.csv': { statuses: { a: SUB, b: `${OUT} 2024-02-02`, c: OUT } },
  'x-constant-contact.csv': {
    asks: ['--values "Email permission status: Express=subscribed, Implied=non-subscribed"'],
    values: ['Email permission status: Implied=non-subscribed'],
    statuses: { a: SUB, b: `${OUT} 2024-03-01`, c: NON },
  },
  'x-drip.csv': { statuses: { a: SUB, b: OUT, c: NON, d: 'bounced' } },
  'x-dynamics.csv': { statuses: { a: SUB, b: OUT } },
  'x-french.csv': { statuses: { a: SUB, b: OUT, c: SUB } },
  'x-german.csv': { statuses: { a: SUB, b: `${OUT} 2024-05-13`, c: OUT, d: SUB } },
  'x-getresponse.csv': { statuses: { a: SUB, b: NON, c: SUB } },
  'x-ghost-newsletters.csv': {
    asks: [`--values 'newsletters: "[""weekly""]"=non-subscribed, (empty)=non-subscribed'`],
    values: ['newsletters: (filled)=subscribed, (empty)=non-subscribed'],
    statuses: { a: SUB, b: NON },
  },
  // The bounces that it counts belong to people who are out because of other columns.
  'x-hubspot.csv': { statuses: { a: SUB, b: OUT, c: OUT } },
  'x-intercom.csv': { statuses: { a: SUB, b: OUT, c: 'bounced', d: OUT } },
  'x-kit.csv': { statuses: { a: SUB, b: OUT, c: OUT, d: NON } },
  'x-klaviyo-profiles.csv': { statuses: { a: SUB, b: NON, c: `${OUT} 2024-05-01` } },
  'x-listmonk.csv': { statuses: { a: SUB, b: OUT, c: NON } },
  'x-mailchimp-permissions.csv': {
    asks: [`--values 'Marketing Permissions: "Email, Direct Mail"=non-subscribed, (empty)=non-subscribed'`],
    values: ['Marketing Permissions: (filled)=subscribed, (empty)=non-subscribed'],
    statuses: { a: SUB, b: NON },
  },
  'x-mailerlite.csv': { statuses: { a: SUB, b: `${OUT} 2024-05-01`, c: OUT } },
  'x-mailjet.csv': {
    asks: ['--values "IsOptInPending: false=non-subscribed, true=non-subscribed"'],
    values: ['IsOptInPending: false=nothing, true=non-subscribed'],
    statuses: { a: SUB, b: `${OUT} 2024-01-01`, c: OUT, d: NON, e: OUT },
  },
  'x-moosend.csv': { statuses: { a: SUB, b: `${OUT} 2024-01-04`, c: OUT } },
  'x-norwegian.csv': { statuses: { a: SUB, b: NON, c: OUT } },
  'x-phplist.csv': { statuses: { a: NON, b: NON, c: OUT } },
  'x-rasa.csv': {
    asks: ['--values "Unsubscribe Reason: Bounce=bounced, Unsubscribed=unsubscribed, API=non-subscribed"'],
    values: ['Unsubscribe Reason: API=unsubscribed'],
    statuses: { a: SUB, b: 'bounced', c: OUT, d: OUT },
  },
  'x-salesforce.csv': { statuses: { a: SUB, b: OUT, c: 'bounced 2024-03-25' } },
  'x-sendinblue-blocklist.csv': {
    statuses: {
      a: `${OUT} 2024-01-01`,
      b: 'bounced 2024-01-02',
      c: `${OUT} 2024-01-02`,
      d: `${OUT} 2024-01-02`,
    },
  },
  'x-spanish.csv': { statuses: { a: SUB, b: `${OUT} 2024-05-15`, c: 'bounced' } },
  'x-substack.csv': { statuses: { a: SUB, b: OUT } },
  'x-zoho.csv': { statuses: { a: SUB, b: `${OUT} 2024-01-01` } },
};

describe('a file is imported with the people who said no:', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  const audience = withAudience({ now: () => now });
  const { deps } = audience;

  const contactsOf = async (workspaceId: number): Promise<Record<string, string>> => {
    const contacts = await audience.storage.prisma.contact.findMany({
      where: { workspaceId },
      orderBy: { email: 'asc' },
    });
    return Object.fromEntries(
      contacts.map(({ email, status, statusAt }) => {
        const isDated = status !== 'subscribed' && statusAt.getTime() !== now.getTime();
        return [
          email.split('@')[0] ?? '',
          isDated ? `${status} ${statusAt.toISOString().slice(0, 10)}` : status,
        ];
      }),
    );
  };

  test.each(Object.entries(cases))('%s', async (fileName, { statuses, asks = [], values, map }) => {
    const workspaceId = await audience.addWorkspace();
    const caller: Caller = { workspaceId, actor: 'U0ADA', role: 'editor' };
    const bytes = readFileSync(new URL(fileName, folder));
    if (asks.length > 0) {
      const asked = await importFile(deps, caller, { fileName, bytes });
      expect(asked.missing).toEqual(asks);
      expect(await contactsOf(workspaceId)).toEqual({});
    }
    const { missing, rejected } = await importFile(deps, caller, {
      ...{ fileName, bytes },
      ...(values === undefined ? {} : { values }),
      ...(map === undefined ? {} : { map }),
    });
    expect(missing).toEqual([]);
    expect(rejected).toBe(0);
    expect(await contactsOf(workspaceId)).toEqual(statuses);
  });

  test('every file in the folder is in the table', () => {
    const files = readdirSync(folder).filter((name) => !name.endsWith('.md'));
    expect(files.sort()).toEqual(Object.keys(cases).sort());
  });
});
