/** From this many on, a share has one decimal: of fewer, it would say more than is known. */
const WITH_DECIMAL = 100;

/** Behind a blank that doesn't break: on a phone, lines are short. */
const PERCENT = '\u00a0%';

/**
 * A share in words; never 0 % of some people, and never 100 % if any are left.
 *
 * @example percentOf(212, 4770) // '4.4 %', with a blank that doesn't break
 * @example percentOf(1, 3) // '33 %'
 */
export function percentOf(part: number, of: number): string {
  if (part <= 0 || of <= 0) return `0${PERCENT}`;
  if (part >= of) return `100${PERCENT}`;
  const percent = (part / of) * 100;
  if (of < WITH_DECIMAL) return `${Math.min(99, Math.max(1, Math.round(percent)))}${PERCENT}`;
  return percent < 0.1
    ? `<\u00a00.1${PERCENT}`
    : `${Math.min(99.9, Math.round(percent * 10) / 10).toFixed(1)}${PERCENT}`;
}
