/**
 * Names after the words that introduce them, or the complement of that.
 *
 * @example printList('tagged', 'any', ['vip', 'beta'], true) // 'not tagged vip or beta'
 */
export function printList(lead: string, match: 'any' | 'all', names: string[], negated: boolean): string {
  const list = `${lead} ${names.join(match === 'all' ? ' and ' : ' or ')}`;
  if (!negated) return list;
  return match === 'all' ? `not (${list})` : `not ${list}`;
}
