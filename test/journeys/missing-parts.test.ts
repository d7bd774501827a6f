import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeople, addSender } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', { publicUrl: 'https://mail.acme.example' });
  const { ada, database } = rollcall;
  await ada.types('/tags new vip');
  const { rows } = await database.storage.pool.query<{ id: number }>('SELECT id FROM workspaces');
  const workspaceId = rows[0]?.id ?? 0;
  await addPeople(database.storage, workspaceId, 4);
  await addSender(database.storage, workspaceId, { name: 'News' });
  for (const tag of ['to go', 'into the wild', 'beta']) await ada.types(`/tags new "${tag}"`);
  for (const name of ['Lapsed VIPs', 'Who is in Berlin', 'Welcome to Oslo', 'Way above 10', 'Left by train'])
    await ada.types(`/segments new "${name}": tagged vip`);
  for (const name of ['Spring sale', 'Summer in Berlin', 'Sale with gifts', 'News on Monday', 'Tomorrow']) {
    await ada.types('/campaigns new');
    await ada.fills({ Name: name, Subject: 'Hi', From: 'News', 'Send to: tags': ['vip'], Text: 'Hello' });
    await ada.submits();
    await ada.sees(`Created the draft *${name}*`);
  }
}, 120_000);
afterAll(() => rollcall?.close());

/** The answer to a line: a message, or the form that it opened, with its title. */
async function answerTo(line: string): Promise<string> {
  const { ada } = rollcall;
  const said = await ada.types(line);
  const form = ada.modal();
  if (form === undefined) return said;
  const { title, text } = await ada.seesModal(/\[/);
  await ada.closes({ all: true });
  return `${title}: ${text}`;
}

describe('a command whose line lacks a part, or has its parts the other way round', () => {
  it.each([
    ['why in Spring sale', /^Why does.*: See why one person gets \*Spring sale\*.*Contact: \[ \]/s],
    ['why in Summer in Berlin', /gets \*Summer in Berlin\*.*Contact: \[ \]/s],
    ['why Summer in Berlin', /gets \*Summer in Berlin\*.*Contact: \[ \]/s],
    ['why person-1@x.example in', /Contact: \[person-1@x\.example\].*Campaign: \[ \]/s],
    ['why in', /Contact: \[ \].*Campaign: \[ \]/s],
    ['why person-1@x.example in Summer in Berlin', /Person 1 .* \*Summer in Berlin\*/],
    ['why Spring sale for "person-1@x.example"', /Person 1 .* \*Spring sale\*/],
    ['why Ada in Spring sale', /"Ada" is not an email address.*ada@example\.org/s],
    ['why "in Spring sale"', /No campaign "in Spring sale"/],
    ['schedule next Friday 10:00', /^Schedule a campaign: Campaign: \[ \].*When: \[next Friday 10:00\]/s],
    ['schedule News on Monday', /\*News on Monday\* goes to.*When: \[ \]/s],
    ['schedule News on Monday on Monday 10:00', /\*News on Monday\* goes to.*When: \[on Monday 10:00\]/s],
    ['schedule tomorrow 9am Spring sale', /\*Spring sale\* goes to.*When: \[tomorrow 9am\]/s],
    ['schedule Nothing tomorrow 9am', /No campaign "Nothing"\./],
    ['compare with Spring sale', /Compare Spring sale with: \[ \]/],
    ['compare Spring sale with', /Compare Spring sale with: \[ \]/],
    ['compare with Sale with gifts', /Compare Sale with gifts with: \[ \]/],
    ['compare Sale with gifts Spring sale', /^Sale with gifts and Spring sale/],
    ['compare with', /Compare: \[ \].*With: \[ \]/s],
    ['compare Spring sale with Nothing', /No campaign "Nothing"\./],
  ])('/campaigns %s', async (line, expected) => {
    expect(await answerTo(`/campaigns ${line}`)).toMatch(expected);
  });

  it.each([
    ['why in Who is in Berlin', /\*Who is in Berlin\* for one person.*Contact: \[ \]/s],
    ['why Lapsed VIPs person-1@x.example', /Person 1 .* \*Lapsed VIPs\*/],
    ['breakdown Left by train', /^Break down: By: \[ \]/],
    ['breakdown Lapsed VIPs by', /^Break down: By: \[ \]/],
    ['breakdown by', /For example: \/segments breakdown/],
    ['compare Lapsed VIPs with', /Compare Lapsed VIPs with: \[ \]/],
    ['compare with', /For example: \/segments compare/],
    ['forecast in 30 days', /Segment: \[ \].*Days: \[30\]/s],
    ['forecast 7 days of Lapsed VIPs', /in 7 days/],
    ['forecast Way above 10', /\*Way above 10\*.*in 30 days/s],
    ['history last 30 days', /Segment: \[ \].*Time: \[last 30 days\].*For example: last 30 days/s],
    ['history last 30 days Lapsed VIPs', /\*Lapsed VIPs\*/],
    ['rename to New name', /Segment: \[ \].*New name: \[New name\]/s],
    ['rename Lapsed VIPs to', /^Rename segment: Name: \[Lapsed VIPs\]/],
    ['rename Welcome to Oslo', /^Rename segment: Name: \[Welcome to Oslo\]/],
    ['copy to Fresh', /Segment: \[ \].*New name: \[Fresh\]/s],
    ['watch above 500', /Segment: \[ \].*Number: \[500\]/s],
    ['watch Lapsed VIPs above', /"above" isn’t a condition.*For example: above 500/s],
    ['watch Way above 10', /Segment: \[Way above 10\].*Number: \[ \]/s],
  ])('/segments %s', async (line, expected) => {
    expect(await answerTo(`/segments ${line}`)).toMatch(expected);
  });

  it.each([
    ['add person-3@x.example', /Tag: \[ \].*Who: \[person-3@x\.example\]/s],
    ['add person-3@x.example to vip', /Tagged 1 contact `vip`/],
    ['add to segment "Lapsed VIPs"', /Tag: \[ \].*Who: \[to segment "Lapsed VIPs"\]/s],
    ['add vip to segment', /^Add people: Tag contacts `vip`\./],
    ['remove from vip', /^Remove people: Remove `vip` from contacts\./],
    ['rename to x', /Tag: \[ \].*New name: \[x\]/s],
    ['rename vip to', /^Rename tag: Name: \[vip\]/],
    ['merge into vip', /Tag: \[ \].*The tag to keep: \[vip\]/s],
    ['merge vip into', /^Merge tag: Contacts tagged `vip`/],
    ['merge vip beta', /Which of the two tags stays, "vip" or "beta"\?.*For example: \/tags merge/s],
  ])('/tags %s', async (line, expected) => {
    expect(await answerTo(`/tags ${line}`)).toMatch(expected);
  });

  it('/contacts tag', async () => {
    expect(await answerTo('/contacts tag person-2@x.example as vip')).toContain(
      'Tagged *person-2@x.example*: `vip`',
    );
    expect(await answerTo('/contacts tag vip person-2@x.example')).toContain(
      '*person-2@x.example* already has `vip`.',
    );
    expect(await answerTo('/contacts tag person-2@x.example as')).toMatch(/^Tag a contact: .*Tags: \[ \]/s);
    expect(await answerTo('/contacts tag person-2@x.example with kids')).toContain('`with kids`');
    expect(await answerTo('/contacts tag vip')).toContain('For example: /contacts tag ada@example.org vip');
  });

  it('keeps what was typed when the rest is chosen', async () => {
    const { ada } = rollcall;
    await ada.types('/segments rename to Back again');
    await ada.fills({ Segment: 'Left by train' });
    await ada.submits();
    await ada.sees('Renamed *Left by train* to *Back again*');
    await ada.types('/tags add person-4@x.example');
    await ada.fills({ Tag: 'beta' });
    await ada.submits();
    await ada.sees('Tagged 1 contact `beta`');
    await ada.types('/campaigns schedule next Friday 10:00');
    await ada.fills({ Campaign: 'Spring sale' });
    await ada.submits();
    await ada.seesModal(/\*Spring sale\* goes to.*When: \[next Friday 10:00\]/s);
    await ada.closes({ all: true });
    await ada.types('/campaigns results');
    await ada.fills({ Campaign: 'Summer in Berlin' });
    await ada.submits();
    await ada.sees(/Summer in Berlin.*hasn’t been sent/s);
  });
});
