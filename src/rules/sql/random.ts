/**
 * Random shares: each contact has a place from 0 up to `modulus`, drawn by a seed, and a share is everyone
 * below a place.
 *
 * The place is a polynomial of the contact's id over the whole numbers modulo a prime. Whole numbers are
 * exact and the same in every database and in JavaScript. No product exceeds 2^62. With four random
 * coefficients, the places of any four contacts are independent of each other, as are the places of one
 * contact under two seeds. (A server's own hash functions may change from one version to the next, and some
 * servers disable md5.)
 */
export const modulus = 2_147_483_647;

export const largestSeed = 2_147_483_647;

/** The polynomial's coefficients, the highest power first. */
export function coefficients(seed: number): [number, number, number, number] {
  const drawn = [1, 2, 3, 4].map((index) => mix(seed + Math.imul(index, 0x9e37_79b9)) % modulus);
  return drawn as [number, number, number, number];
}

/** How many places a share covers. */
export function placesBelow(percent: number): number {
  return Math.round((modulus * Math.round(percent * 100)) / 10_000);
}

/** Whether a number is a valid percentage for a share: over 0, at most 100, with at most two decimals. */
export function isPercent(percent: number): boolean {
  return percent > 0 && percent <= 100 && Math.round(percent * 100) / 100 === percent;
}

/** The last step of splitmix32: it spreads neighboring numbers far apart. */
function mix(number: number): number {
  let mixed = number | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
