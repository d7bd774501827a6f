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
}

/** Undefined if there is no such workspace. */
export async function findBrand(on: Runs, workspaceId: number): Promise<StoredBrand | undefined> {
  const [row] = await runSql<StoredBrand>(
    on,
    `SELECT name AS "teamName", brand_name AS "brandName", brand_logo AS logo, brand_accent AS accent,
       takes_sign_ups AS "takesSignUps", time_zone AS "timeZone"
     FROM workspaces WHERE id = $1::int`,
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
    `UPDATE workspaces SET brand_name = $2::text, brand_logo = $3::text, brand_accent = $4::text, takes_sign_ups = $5::boolean
     WHERE id = $1::int RETURNING id`,
    [workspaceId, brand.brandName, brand.logo, brand.accent, brand.takesSignUps],
  );
}
