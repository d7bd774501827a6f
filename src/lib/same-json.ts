/**
 * Whether two values are the same as JSON, whatever the order of their keys: a database gives them back in its
 * own order.
 *
 * @example isSameJson({ a: 1, b: undefined }, { a: 1 }) // true
 */
export const isSameJson = (a: unknown, b: unknown): boolean => ordered(a) === ordered(b);

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  ) ?? 'null';
