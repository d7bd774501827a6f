import type { WatchCondition } from './condition.ts';

/** Changes in percent need so many people to begin with: one of three is no news. */
const SMALLEST_BASE = 20;
/** How far a size has to come back before the same limit speaks up again: 5 %. */
const HYSTERESIS = 0.05;

/** What a watch sees. */
export interface Look {
  /** Whether it may speak up: it hasn't since the size was last on the other side. Undefined at the first look. */
  armed: boolean | undefined;
  members: number;
  /** The size at the beginning of the span, for changes. */
  base: number;
  /** Whether someone joined since it last spoke up. */
  hasJoined: boolean;
}

/**
 * Whether a watch speaks up now, and whether it may the next time. It does when a size crosses its limit, not
 * while it stays beyond it; the first look is silent. Several crossings between two looks are one.
 *
 * @example judge({ when: 'above', n: 500 }, { armed: true, members: 501, base: 480, hasJoined: true })
 * // { speaks: true, armed: false }
 */
export function judge(condition: WatchCondition, look: Look): { speaks: boolean; armed: boolean } {
  const { armed } = look;
  if (condition.when === 'joins') return { speaks: armed !== undefined && look.hasJoined, armed: true };
  const { isMet, isBack } = sides(condition, look);
  if (armed === undefined) return { speaks: false, armed: !isMet };
  if (armed) return { speaks: isMet, armed: !isMet };
  return { speaks: false, armed: isBack };
}

function sides(
  condition: Exclude<WatchCondition, { when: 'joins' }>,
  { members, base }: Look,
): { isMet: boolean; isBack: boolean } {
  if (condition.when === 'changes') {
    const { by, unit } = condition;
    const change = Math.abs(members - base);
    if (unit === 'percent' && base < SMALLEST_BASE) return { isMet: false, isBack: true };
    const least = unit === 'percent' ? (by * base) / 100 : by;
    return { isMet: change >= least, isBack: change < least * (1 - HYSTERESIS) };
  }
  const { n } = condition;
  const margin = n < 2 ? 0 : Math.ceil(n * HYSTERESIS);
  return condition.when === 'above'
    ? { isMet: members > n, isBack: members <= n - margin }
    : { isMet: members < n, isBack: members >= n + margin };
}
