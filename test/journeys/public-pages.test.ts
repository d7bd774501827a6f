import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readToken } from '../../src/audience/public/token.ts';
import { checkBlocks, checkView } from '../../src/playground/slack-server/checks/check.ts';
import { pagesModal } from '../../src/slack/topics/forms-pages.ts';
import { preferencePage, publicPages } from '../../src/slack/topics/messages-pages.ts';
import { startRollcall, type TestRollcall } from '../support/rollcall.ts';

describe('public pages in Slack', () => {
  let rollcall: TestRollcall;
  beforeAll(async () => {
    rollcall = await startRollcall('embedded', { publicUrl: 'https://mail.acme.example' });
  });
  afterAll(() => rollcall?.close());

  it('are named and colored by an admin, who sees where their forms are', async () => {
    const { ada, yuki } = rollcall;
    const shown = await ada.types('/audience pages');
    expect(shown).toMatch(/https:\/\/mail\.acme\.example\/find\/[\w-]+/);
    expect(shown).toMatch(/https:\/\/mail\.acme\.example\/join\/[\w-]+/);
    expect(shown).toContain('none is set up yet');
    await ada.clicks('Change');
    await ada.seesModal(/Logo text/);
    await ada.fills({ Name: '  Acme  Bicycles ', 'Button color': 'purple' });
    expect(await ada.submits()).toMatchObject({ ok: false });
    await ada.fills({ 'Button color': '#8A1C5A', 'Links below mails': 'Our shop' });
    expect(await ada.submits()).toMatchObject({
      errors: { 'Links below mails': expect.stringContaining('isn’t a text and an address') },
    });
    const links = 'Our shop https://shop.acme.example';
    await ada.fills({ 'Links below mails': links, 'Postal address': ' 1 Example  Street\n\nExampletown' });
    expect(await ada.submits()).toEqual({ ok: true });
    const changed = await ada.sees(
      /Changed: name on public pages, color of public pages, postal address, links below mails\./,
    );
    expect(changed).toContain('#8a1c5a');
    expect(changed).toContain('Postal address: 1 Example Street, Exampletown');
    expect(changed).toContain('Links below mails: Our shop');
    await ada.clicks('Change');
    await ada.seesModal(/Logo text/);
    expect(await ada.submits()).toEqual({ ok: true });
    await ada.sees(/Nothing has changed/);
    expect(await ada.types('/audience history')).toContain('changed settings: name on public pages');
    const page = await fetch(`${rollcall.url}${/\/join\/[\w-]+/.exec(shown)?.[0]}`);
    expect(await page.text()).toContain('Sign up for emails from Acme Bicycles');
    expect(await yuki.types('/audience pages')).toContain(
      'You need the admin role to see the public pages’ settings',
    );
  });

  it('of a contact open from the card, by a link that can only lower', async () => {
    const { ada, yuki } = rollcall;
    await ada.types('/contacts add eve@x.example');
    await ada.clicks('They agreed to get mail');
    await ada.sees(/eve@x\.example[\s\S]*subscribed via slack/);
    await ada.clicks('Preference page');
    const shown = await ada.sees(/This link lets someone unsubscribe, pause and turn topics off/);
    const token = /https:\/\/mail\.acme\.example\/p\/([\w-]+)/.exec(shown)?.[1] ?? '';
    expect(readToken(rollcall.database.storage, token)).toMatchObject({ kind: 'copied' });
    const page = await fetch(`${rollcall.url}/p/${token}`);
    expect(await page.text()).toContain('e•••@x.example');
    await ada.clicks('Back to the contact');
    await ada.sees(/eve@x\.example[\s\S]*subscribed/);
    await yuki.types('/contacts show eve@x.example');
    await yuki.clicks('Preference page');
    await yuki.sees(/You need the admin role to get links to preference pages/);
  });
});

describe('messages about public pages', () => {
  const brand = {
    name: 'A'.repeat(60),
    logo: '<!channel>',
    accent: '#1d5fbf',
    onAccent: '#ffffff',
    timeZone: 'UTC',
    takesSignUps: true,
    ...{ postalAddress: '<!here>', footerLinks: [] },
  };
  const settings = {
    ...{ brandName: 'A'.repeat(60), logo: '<!channel>', accent: null, takesSignUps: true },
    ...{ postalAddress: '<!here>', footerLinks: [{ text: '<!here>', url: 'https://x.example/' }] },
  };

  it('say what to set if none are served', () => {
    const { blocks } = publicPages({ settings, brand, forms: undefined, canMail: false });
    expect(JSON.stringify(blocks)).toContain('Set `ROLLCALL_URL` to the app’s public https address');
    expect(JSON.stringify(blocks)).not.toMatch(/<!(?:channel|here)>/);
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  });

  it('fit into Slack, with a link that opens in the playground', () => {
    const forms = {
      find: `https://x.example/find/${'x'.repeat(40)}`,
      join: `https://x.example/join/${'x'.repeat(40)}`,
    };
    const to = { url: 'https://hooks.slack.com/x', replace: true };
    expect(
      checkBlocks(publicPages({ settings, brand, forms, canMail: true }, { said: 'x' }).blocks, 'message'),
    ).toEqual([]);
    expect(checkView(pagesModal(to, settings), 'open')).toEqual([]);
    const { blocks } = preferencePage({
      id: 1,
      url: 'http://127.0.0.1:3001/p/x',
      email: `${'a'.repeat(64)}@x.example`,
      isWhole: true,
    });
    expect(checkBlocks(blocks, 'message')).toEqual([]);
    expect(JSON.stringify(blocks)).toContain('"url":"http://127.0.0.1:3001/p/x"');
  });
});
