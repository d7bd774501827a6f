import { textOn } from '../../lib/contrast.ts';
import { findBrand, type StoredBrand } from '../../storage/workspace/brand.ts';
import type { AudienceDeps } from '../caller.ts';
import type { Brand } from './brand-shown.ts';

const ACCENT = '#1d5fbf';

/**
 * A workspace's brand from its settings, else from the team's name in Slack. Undefined if the workspace is
 * gone.
 */
export async function brandOf(
  deps: Pick<AudienceDeps, 'storage'>,
  workspaceId: number,
): Promise<Brand | undefined> {
  const found = await findBrand(deps.storage.pool, workspaceId);
  return found && brandFrom(found);
}

/** The brand from stored settings. */
export function brandFrom(found: StoredBrand): Brand {
  const name = found.brandName || found.teamName || 'Rollcall';
  const accent = found.accent ?? ACCENT;
  const { timeZone, takesSignUps, postalAddress, footerLinks } = found;
  const look = { name, logo: found.logo || name, accent, onAccent: textOn(accent) };
  return { ...look, timeZone, takesSignUps, postalAddress, footerLinks };
}
