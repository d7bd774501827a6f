import type { LinkForAdmin, ShownPages } from '../../audience/public/settings.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, linkButton, type Message, message, section } from '../kit/message.ts';
import { bold, code, escaped, joined, md } from '../kit/mrkdwn.ts';

/** How the team appears to people outside, and where its forms are. */
export function publicPages(
  { settings, brand, forms, canMail }: ShownPages,
  { said }: { said?: string } = {},
): Message {
  const { accent, takesSignUps, postalAddress, footerLinks } = settings;
  const looks = [
    md`Name: ${bold(brand.name)}`,
    md`Logo text: ${escaped(brand.logo)}`,
    md`Button color: ${code(brand.accent)}${accent === null ? md` (the usual one)` : ''}`,
    md`Sign-up form: ${takesSignUps ? md`on` : md`off`}`,
    postalAddress === ''
      ? md`:warning: Postal address: none yet. Campaigns need one below every mail.`
      : md`Postal address: ${escaped(postalAddress.replaceAll('\n', ', '))}`,
    ...(footerLinks.length === 0
      ? []
      : [md`Links below mails: ${escaped(footerLinks.map(({ text }) => text).join(', '))}`]),
  ];
  const places =
    forms === undefined
      ? md`:warning: Public pages aren’t on yet. Set ${code('ROLLCALL_URL')} to the app’s public https address and restart it.`
      : joined([
          md`Find my settings: ${code(forms.find)}`,
          ...(takesSignUps ? [md`Sign up: ${code(forms.join)}`] : []),
        ]);
  return message(
    [
      ...(said === undefined ? [] : [section(escaped(said))]),
      section(
        md`${bold('Public pages')}\nWhere people choose what they hear about, unsubscribe and sign up.`,
      ),
      section(joined(looks)),
      section(places),
      ...(canMail || forms === undefined
        ? []
        : [
            context(
              md`The forms need a mail sender, and none is set up yet. Preference pages and unsubscribing work without one.`,
            ),
          ]),
      buttons(
        button('Change', actions.changePages, '', { style: 'primary' }),
        button('Topics', actions.listTopics, ''),
      ),
    ],
    said ?? 'Public pages',
  );
}

/** A contact's preference page, visible only to the person who asked. */
export function preferencePage({ id, url, email, isWhole }: LinkForAdmin): Message {
  const words = `Preference page of ${email}`;
  return message(
    [
      section(md`${bold('Preference page')} of ${escaped(email)}`),
      ...(isWhole ? [] : [section(code(url))]),
      buttons(
        ...(isWhole ? [linkButton('Open preference page', actions.openPage, url)] : []),
        button('Back to the contact', `${actions.showContact}.back`, String(id)),
      ),
      context(
        isWhole
          ? md`In the playground, this page can do everything the person can do.`
          : md`This link lets someone unsubscribe, pause and turn topics off. Turning topics on needs a link mailed to the person, so no one can agree for someone else.`,
      ),
    ],
    words,
  );
}
