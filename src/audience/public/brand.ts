import { textOn } from '../../lib/contrast.ts';
import { findBrand, type StoredBrand } from '../../storage/workspace/brand.ts';
import type { AudienceDeps } from '../caller.ts';

/** How the team shows itself to people outside: on public pages and in mails. */
export interface Brand {
  /** The sender's name, as people know it. */
  name: string;
  /** What stands at the top in place of a picture. */
  logo: string;
  /** `#rrggbb`, of buttons. */
  accent: string;
  /** Of the text on it: the one of black and white that is read better. */
  onAccent: string;
  timeZone: string;
  takesSignUps: boolean;
}

const ACCENT = '#1d5fbf';

/** The brand of a workspace by its settings, else by the team's name in Slack. Undefined if the workspace is gone. */
export async function brandOf(deps: AudienceDeps, workspaceId: number): Promise<Brand | undefined> {
  const found = await findBrand(deps.storage.pool, workspaceId);
  return found && brandFrom(found);
}

/** A brand as its settings say. */
export function brandFrom(found: StoredBrand): Brand {
  const name = found.brandName || found.teamName || 'Rollcall';
  const accent = found.accent ?? ACCENT;
  const { timeZone, takesSignUps } = found;
  return { name, logo: found.logo || name, accent, onAccent: textOn(accent), timeZone, takesSignUps };
}
