import { isMissed, type RecipientState } from './recipients.ts';

/** From this many on, a share has one decimal: of fewer, it would say more than is known. */
const WITH_DECIMAL = 100;

/**
 * A share in words; never 0 % of some people, and never 100 % if any are left.
 *
 * @example percentOf(212, 4770) // '4.4 %'
 * @example percentOf(1, 3) // '33 %'
 */
export function percentOf(part: number, of: number): string {
  if (part <= 0 || of <= 0) return '0 %';
  if (part >= of) return '100 %';
  const percent = (part / of) * 100;
  if (of < WITH_DECIMAL) return `${Math.min(99, Math.max(1, Math.round(percent)))} %`;
  return percent < 0.1 ? '< 0.1 %' : `${Math.min(99.9, Math.round(percent * 10) / 10).toFixed(1)} %`;
}

/** How many people didn't get a campaign and may be sent it again. */
export const missedOf = (
  sums: readonly { state: RecipientState; reason: string; people: number }[],
): number => sums.filter(isMissed).reduce((total, { people }) => total + people, 0);
