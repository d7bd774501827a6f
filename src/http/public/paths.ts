/** The first part of the path of every public page. */
const places = ['p', 'view', 'find', 'join', 'confirm', 'l', 'o'] as const;
const pattern = new RegExp(`^/(${places.join('|')})(?:/([^?#]*))?(?:[?#]|$)`);

/** The place and the rest of a public page's path; undefined for any other request. */
export function publicPath(url: string): { place: (typeof places)[number]; rest: string } | undefined {
  const [, place, rest = ''] = pattern.exec(url) ?? [];
  const known = places.find((each) => each === place);
  return known && { place: known, rest };
}
