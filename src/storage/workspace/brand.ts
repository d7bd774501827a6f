import { type Runs, runSql } from '../queries/run-sql.ts';

/** The workspace's settings for how it presents itself to people outside. */
export interface StoredBrand {
  teamName: string;
  /** Empty: the team's name. */
  brandName: string;
  logo: string;
  accent: string | null;
  takesSignUps: boolean;
  timeZone: string;
  /** Below every mail of a campaign. Empty: none was entered. */
  postalAddress: string;
  footerLinks: FooterLink[];
}

/** A link below every mail of a campaign. */
export interface FooterLink {
  text: string;
  url: string;
}

/** The columns of a brand, for statements that read it along with something else; `w` is the workspace. */
export const brandColumns = `w.name AS "teamName", w.brand_name AS "brandName", w.brand_logo AS logo, w.brand_accent AS accent,
  w.takes_sign_ups AS "takesSignUps", w.time_zone AS "timeZone", w.postal_address AS "postalAddress", w.footer_links AS "footerLinks"`;

/** Undefined if there is no such workspace. */
export async function findBrand(on: Runs, workspaceId: number): Promise<StoredBrand | undefined> {
  const [row] = await runSql<StoredBrand & Record<string, unknown>>(
    on,
    `SELECT ${brandColumns} FROM workspaces w WHERE w.id = $1::int`,
    [workspaceId],
  );
  return row;
}

export async function saveBrand(
  on: Runs,
  workspaceId: number,
  brand: Omit<StoredBrand, 'teamName' | 'timeZone'>,
): Promise<void> {
  await runSql(
    on,
    `UPDATE workspaces SET brand_name = $2::text, brand_logo = $3::text, brand_accent = $4::text, takes_sign_ups = $5::boolean,
       postal_address = $6::text, footer_links = $7::jsonb
     WHERE id = $1::int RETURNING id`,
    [
      ...[workspaceId, brand.brandName, brand.logo, brand.accent, brand.takesSignUps],
      ...[brand.postalAddress, JSON.stringify(brand.footerLinks)],
    ],
  );
}
