import { writeAudit } from '../storage/audit.ts';
import { type TagStyle, updateTagStyle } from '../storage/workspaces.ts';
import type { AudienceDeps, Caller } from './caller.ts';
import { requireRole } from './permissions.ts';

/** How a workspace wants the names of its tags: any, in lower case, or kebab-case. */
export type { TagStyle };

/**
 * The name as a style wants it: the name itself where it fits, '' where nothing of it can be kept.
 *
 * @example fitted('VIP Customer', 'kebab-case') // 'vip-customer'
 */
export function fitted(name: string, style: TagStyle): string {
  switch (style) {
    case 'free':
      return name;
    case 'lower-case':
      return name.toLowerCase();
    case 'kebab-case':
      return name
        .toLowerCase()
        .replace(/['’]/g, '')
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '');
    default:
      return style satisfies never;
  }
}

/** Sets how names of new tags look; those that are there stay as they are. */
export async function setTagStyle(
  deps: AudienceDeps,
  caller: Caller,
  { style }: { style: TagStyle },
): Promise<void> {
  requireRole(caller, 'admin', 'change settings');
  const { workspaceId, actor } = caller;
  await deps.storage.prisma.$transaction(async (database) => {
    await updateTagStyle(database, workspaceId, style);
    await writeAudit(database, {
      workspaceId,
      actor,
      action: 'settings.changed',
      subject: 'tag style',
      details: { style },
    });
  });
}
