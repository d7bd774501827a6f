import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elementsOf } from '../../src/playground/slack-server/elements.ts';
import { fakeServer } from '../support/campaigns.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

// What is offered in place of a question that was refused: the whole question, asked again with one click.

let rollcall: TestRollcall;
beforeAll(async () => {
  rollcall = await startRollcall('embedded', {
    publicUrl: 'https://mail.acme.example',
    sending: fakeServer().port,
    now: () => new Date('2026-11-23T10:00:00Z'),
  });
  const { ada } = rollcall;
  await ada.types('/audience');
  await ada.types('/tags new vip');
  await ada.types('/segments new Recent VIPs: tagged vip');
  await ada.types('/campaigns new Spring sale');
  await ada.fills({ Subject: 'Sale', 'Or in words': 'everyone', Text: 'Hello' });
  await ada.submits();
  await ada.sees('Created the draft *Spring sale*');
});
afterAll(() => rollcall?.close());

const offered = (): string[] =>
  elementsOf(rollcall.ada.messages().at(-1)?.blocks ?? []).flatMap(({ element }) => {
    const { text, value = '' } = element as unknown as { text?: { text: string }; value?: string };
    return /^(?:questions\.ask|segments\.show\.offer)/.test(element.action_id) && value !== '' && text
      ? [text.text]
      : [];
  });

describe('a command about a campaign', () => {
  it.each([
    ['/campaigns schedule tomorrow 9am Sprng sale', '/campaigns schedule tomorrow 9am "Spring sale"'],
    ['/campaigns schedule Sprng sale tomorrow 9am', '/campaigns schedule "Spring sale" tomorrow 9am'],
    ['/campaigns why ada@x.example in Sprng sale', '/campaigns why ada@x.example in "Spring sale"'],
    ['/campaigns schedule Sprng sale tomorow 10', '/campaigns schedule "Spring sale" tomorow 10'],
    ['/campaigns Spring sale', '/campaigns show Spring sale'],
    ['/campaigns pause Sprng sale', '/campaigns pause Spring sale'],
  ])('is offered with the nearest name: %s', async (line, offer) => {
    await rollcall.ada.types(line);
    expect(JSON.stringify(rollcall.ada.messages().at(-1)?.blocks)).toContain(JSON.stringify(offer));
  });
});

describe('a question that is refused', () => {
  it.each([
    ['who gets Sprng sale?', 'Ask: who gets "Spring sale"?', 'will get it'],
    ['how did “Sprng sale” do', 'Ask: how did “Spring sale” do', 'will get it'],
    ['break down tagged vip by contry', 'Ask: break down tagged vip by country', 'No one is in this group'],
    ['break down taged vip by country', 'Ask: break down tagged vip by country', 'No one is in this group'],
    [
      'how many people taged vip by country?',
      'Ask: how many people tagged vip by country?',
      'No one is in this group',
    ],
    ['compare taged vip with Recent VIPs', 'Ask: compare tagged vip with Recent VIPs', 'in both'],
  ])('is offered whole, and answered for the asker alone: %s', async (question, offer, answer) => {
    const { ada, yuki } = rollcall;
    const before = yuki.messages().filter(({ author }) => author.kind === 'app').length;
    await ada.types(`@Rollcall ${question}`);
    expect(offered()).toEqual([offer]);
    await ada.clicks(offer);
    await ada.sees(answer);
    expect(offered()).toEqual([]);
    expect(yuki.messages().filter(({ author }) => author.kind === 'app')).toHaveLength(before);
  });

  it('is offered in a direct message too', async () => {
    const { ada } = rollcall;
    await ada.types('who gets Sprng sale?', { channel: 'D0ADA' });
    expect(offered()).toEqual(['Ask: who gets "Spring sale"?']);
    await ada.clicks('Ask: who gets "Spring sale"?');
    await ada.sees('will get it');
  });

  it('finds a campaign no more that was renamed in between, and offers its new name', async () => {
    const { ada } = rollcall;
    await ada.types('@Rollcall who gets Sprng sale?');
    await rollcall.database.storage.pool.query(
      `UPDATE campaigns SET name = 'Spring sales', name_key = 'spring sales'`,
    );
    await ada.clicks('Ask: who gets "Spring sale"?');
    await ada.sees('No campaign "Spring sale"');
    expect(offered()).toEqual(['Ask: who gets "Spring sales"?']);
    await rollcall.database.storage.pool.query(
      `UPDATE campaigns SET name = 'Spring sale', name_key = 'spring sale'`,
    );
  });

  it('still counts what it only counts', async () => {
    const { ada } = rollcall;
    await ada.types('@Rollcall how many people are taged vip?');
    expect(offered()).toEqual(['Count: are tagged vip']);
  });
});
