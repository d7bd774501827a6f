import { RollcallError } from '../../errors.ts';
import { clip } from '../../lib/words.ts';
import { findBrand, type StoredBrand, saveBrand } from '../../storage/workspace/brand.ts';
import type { AudienceDeps, Caller } from '../caller.ts';
import { asOneChange } from '../change.ts';
import { lookUpContact } from '../contacts/lookup.ts';
import { requireRole } from '../permissions.ts';
import { brandOf } from './brand.ts';
import type { Brand } from './brand-shown.ts';
import { footerLinesOf, readFooterLinks } from './footer-links.ts';
import { preferenceLink, publicForms } from './links.ts';

/**
 * The public page settings that an admin can change. An empty name or logo, and no accent, mean the default.
 */
export type PagesSettings = Omit<StoredBrand, 'teamName' | 'timeZone'>;

/** The same as an admin enters it: links one a line, the text before the address. */
export type TypedPages = Omit<PagesSettings, 'footerLinks'> & { footerLinks: string };

/** The public page settings as an admin sees them. */
export interface ShownPages {
  settings: PagesSettings;
  brand: Brand;
  /** The URLs of the forms; undefined if no pages are served because ROLLCALL_URL isn't set. */
  forms: { find: string; join: string } | undefined;
  /** Whether the confirmations that the forms need can be sent. */
  canMail: boolean;
}

const MOST = { brandName: 60, logo: 40, postalAddress: 300 } as const;

/** Names of the settings for people. */
const names: Record<keyof PagesSettings, string> = {
  brandName: 'name on public pages',
  logo: 'logo text on public pages',
  accent: 'color of public pages',
  takesSignUps: 'sign-up form',
  postalAddress: 'postal address',
  footerLinks: 'links below mails',
};

export async function showPages(deps: AudienceDeps, caller: Caller): Promise<ShownPages> {
  requireRole(caller, 'admin', 'see the public pages’ settings');
  const { workspaceId } = caller;
  const stored = await findBrand(deps.storage.pool, workspaceId);
  const brand = await brandOf(deps, workspaceId);
  if (stored === undefined || brand === undefined) throw new Error(`workspace ${workspaceId} is gone`);
  const { teamName: _team, timeZone: _zone, ...settings } = stored;
  const forms = deps.pages === undefined ? undefined : publicForms(deps, workspaceId);
  return { settings, brand, forms, canMail: deps.mail !== undefined };
}

/**
 * Changes how the team presents itself on public pages and in mails.
 *
 * @returns the names of the settings that changed
 * @throws RollcallError `invalid-input` with the field at fault
 */
export async function changePages(
  deps: AudienceDeps,
  caller: Caller,
  given: TypedPages,
): Promise<{ changed: string[] }> {
  requireRole(caller, 'admin', 'change the public pages');
  const settings = checked(given);
  return asOneChange(deps, caller, async ({ database, workspaceId, audit }) => {
    const before = await findBrand(database, workspaceId);
    const keys = Object.keys(names) as (keyof PagesSettings)[];
    const changed = keys.filter((key) => shownText(before?.[key]) !== shownText(settings[key]));
    if (changed.length > 0) await saveBrand(database, workspaceId, settings);
    for (const key of changed) {
      const details = { from: shownText(before?.[key]), to: shownText(settings[key]) };
      await audit('settings.changed', names[key], details);
    }
    return { changed: changed.map((key) => names[key]) };
  });
}

const shownText = (value: PagesSettings[keyof PagesSettings] | undefined): string | boolean =>
  Array.isArray(value) ? footerLinesOf(value) || 'not set' : value || 'not set';

function checked(given: TypedPages): PagesSettings {
  const accent = given.accent?.trim().toLowerCase() || null;
  if (accent !== null && !/^#[0-9a-f]{6}$/.test(accent)) {
    throw new RollcallError('invalid-input', `"${clip(accent, 30)}" is not a color.`, {
      hint: 'Write it like #1d5fbf: a # and six digits, 0 to 9 and a to f.',
      about: 'accent',
    });
  }
  const texts = Object.fromEntries(
    (['brandName', 'logo'] as const).map((about) => {
      const text = given[about].normalize('NFC').replace(/\s+/g, ' ').trim();
      if (text.length > MOST[about])
        throw new RollcallError('invalid-input', `That’s longer than ${MOST[about]} characters.`, { about });
      // It appears in mails to others, so it must not contain anyone's address.
      if (text.includes('@')) throw new RollcallError('invalid-input', 'Don’t include addresses.', { about });
      return [about, text];
    }),
  ) as Pick<PagesSettings, 'brandName' | 'logo'>;
  const { takesSignUps } = given;
  const footerLinks = readFooterLinks(given.footerLinks);
  return { ...texts, accent, takesSignUps, postalAddress: checkedPostal(given.postalAddress), footerLinks };
}

function checkedPostal(typed: string): string {
  const text = typed
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
  if (text.length <= MOST.postalAddress) return text;
  throw new RollcallError('invalid-input', `That’s longer than ${MOST.postalAddress} characters.`, {
    about: 'postalAddress',
  });
}

/** A link to someone's preference page. `isWhole`: it can do everything that the person can. */
export interface LinkForAdmin {
  id: number;
  url: string;
  email: string;
  isWhole: boolean;
}

/**
 * A link to a contact's preference page, for an admin to pass on. It can unsubscribe, pause and turn topics
 * off; in the playground, where people can act as anyone, it can do everything.
 *
 * @throws RollcallError `misconfigured` if no pages are served, `not-found`
 */
export async function linkForAdmin(
  deps: AudienceDeps,
  caller: Caller,
  ref: { id: number },
): Promise<LinkForAdmin> {
  requireRole(caller, 'admin', 'get links to preference pages');
  const { id, email, emailChangedAt } = await lookUpContact(deps, caller, ref);
  const url = preferenceLink(deps, { workspaceId: caller.workspaceId, contactId: id, emailChangedAt });
  return { id, url, email, isWhole: deps.pages?.isPlayground === true };
}
