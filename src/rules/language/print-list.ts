/**
 * Names behind what stands before them, or the complement of it.
 *
 * @example printList('tagged', 'any', ['vip', 'beta'], true) // 'not tagged vip or beta'
 */
export function printList(lead: string, match: 'any' | 'all', names: string[], negated: boolean): string {
  const list = `${lead} ${names.join(match === 'all' ? ' and ' : ' or ')}`;
  if (!negated) return list;
  return match === 'all' ? `not (${list})` : `not ${list}`;
}
