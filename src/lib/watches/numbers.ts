/** A number as someone typed it: it has one value, or a sentence says why it has none. */
export type TypedNumber = { n: number } | { problem: string };

const scales: Record<string, number> = { k: 1_000, thousand: 1_000, m: 1_000_000, million: 1_000_000 };
const small = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const words = new RegExp(
  `^(?:(?:an?|${small.slice(1).join('|')}|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozen|hundred|thousand|million|half|and)(?:[ -]+|$))+$`,
);

/**
 * Reads a number of people, or of percent without its sign. Undefined if the words aren’t a number.
 *
 * @param options.of what it counts
 * @param options.shown the words that a problem repeats
 * @example readNumber('1.5k') // { n: 1500 }
 * @example readNumber('1.000') // { problem: '"1.000" can mean 1 or 1,000: type 1 or 1000.' }
 */
export function readNumber(
  typed: string,
  { of = 'people', shown = typed }: { of?: 'people' | 'percent'; shown?: string } = {},
): TypedNumber | undefined {
  const text = typed.trim().toLowerCase();
  const notWhole = { problem: `"${shown}" isn’t a whole number of ${of}.` };
  const [, sign = '', digits = '', unit = ''] =
    /^([-−–]?)(\d[\d.,'’_\s]*?)\s*(k|m|thousand|million)?[.!]?$/.exec(text) ?? [];
  if (digits === '') {
    if (words.test(text))
      return { problem: `Type "${shown}" in digits, such as ${of === 'people' ? '500' : '20%'}.` };
    return /^[-−–+±~]?\p{N}/u.test(text) ? notWhole : undefined;
  }
  const value = digitsOf(digits.trim());
  if (typeof value === 'string') {
    return unit === ''
      ? { problem: `"${shown}" can mean ${value}.` }
      : { problem: `"${shown}" can mean more than one number: type all of its digits.` };
  }
  // 1.1 × 1,000 isn’t exactly 1,100 for a computer.
  const scaled = value === undefined ? undefined : Math.round(value * (scales[unit] ?? 1) * 1e6) / 1e6;
  if (scaled === undefined || !Number.isInteger(scaled)) return notWhole;
  return { n: sign === '' ? scaled : -scaled };
}

/** A small number as a word or in digits: `two`, `10`. */
export function readCount(typed: string): number | undefined {
  if (/^\d{1,4}$/.test(typed)) return Number(typed);
  const word = small.indexOf(typed.toLowerCase());
  return word < 1 ? undefined : word;
}

/** Its value; a text with both if it has two; undefined if it has none. */
function digitsOf(digits: string): number | string | undefined {
  if (/^\d+$/.test(digits)) return Number(digits);
  // A comma or a blank before three digits separates thousands; a dot does so only in other countries.
  if (/^\d{1,3}(?:([,'’_\s])\d{3})(?:\1\d{3})*$/.test(digits)) return Number(digits.replace(/\D/g, ''));
  if (/^\d{1,3}\.\d{3}$/.test(digits)) {
    const [whole] = digits.split('.');
    const grouped = Number(digits.replace('.', ''));
    return `${Number(whole)} or ${grouped.toLocaleString('en-US')}: type ${Number(whole)} or ${grouped}`;
  }
  if (/^\d{1,3}(?:\.\d{3}){2,}$/.test(digits)) return Number(digits.replaceAll('.', ''));
  return /^\d+\.\d{1,2}$/.test(digits) ? Number(digits) : undefined;
}
