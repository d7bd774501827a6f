import { z } from 'zod';
import { changePages, linkForAdmin, showPages } from '../../audience/public/settings.ts';
import { answering, type Click, opening } from '../core/button-listeners.ts';
import type { Subcommand } from '../core/command-line.ts';
import type { SlackDeps } from '../core/deps.ts';
import { submitting } from '../core/submissions.ts';
import { allChosenIn, type FormValues, typedIn } from '../kit/form-values.ts';
import { pagesMetadata, pagesModal } from './forms-pages.ts';
import { preferencePage, publicPages } from './messages-pages.ts';

const idValue = z.coerce.number().pipe(z.int());

/** `/audience pages`: how the team appears to people outside, and where its forms are. */
export const pagesSubcommand: Subcommand = {
  usage: 'pages',
  does: 'public pages: name, color, sign-up form and links (admins only)',
  run: async ({ deps, caller }) => publicPages(await showPages(deps.audience, caller)),
};

/** The buttons and the form of public pages. */
export const pagesListeners = (deps: SlackDeps) => ({
  changePages: opening(deps, 'Public pages', async (caller, _value, to) =>
    pagesModal(to, (await showPages(deps.audience, caller)).settings),
  ),
  preferencePage: answering(deps, async (caller, value) =>
    preferencePage(await linkForAdmin(deps.audience, caller, { id: idValue.parse(value) })),
  ),
  /** The browser opens the link; Slack only wants its click acknowledged. */
  async openPage({ ack }: Click): Promise<void> {
    await ack();
  },
  pages: submitting(deps, {
    title: 'Public pages',
    field: 'brandName',
    metadata: pagesMetadata,
    async run(caller, _metadata, { view }) {
      const values = view.state.values as FormValues;
      const { changed } = await changePages(deps.audience, caller, {
        brandName: typedIn(values, 'brandName'),
        logo: typedIn(values, 'logo'),
        accent: typedIn(values, 'accent'),
        takesSignUps: allChosenIn(values, 'takesSignUps').includes('on'),
        postalAddress: typedIn(values, 'postalAddress'),
        footerLinks: typedIn(values, 'footerLinks'),
      });
      const said = changed.length === 0 ? 'Nothing has changed.' : `Changed: ${changed.join(', ')}.`;
      return { answer: publicPages(await showPages(deps.audience, caller), { said }) };
    },
  }),
});
