import type { TagStyle } from '../../storage/workspace/workspaces.ts';

/** How a workspace wants its tag names: any, in lower case, or kebab-case. */
export type { TagStyle };

/**
 * The name in a style: unchanged if it already fits, '' if nothing can be kept.
 *
 * @example inStyle('VIP Customer', 'kebab-case') // 'vip-customer'
 */
export function inStyle(name: string, style: TagStyle): string {
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
