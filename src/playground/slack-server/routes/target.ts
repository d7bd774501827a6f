/** The characters of a target: visible ASCII without `#`, and without `\`, which browsers read as `/`. */
const plainPath = /^\/[!"$-[\]-~]*$/;

/**
 * The address that a request is for; undefined if its target is anything but a path and a query on this
 * server. `//evil.example/api/v1/` and `http://evil.example/` name another host, and a path such as
 * `/.//evil.example` becomes the former once its dots are resolved: code that appends such a target to a base
 * goes to that host.
 *
 * @param base the server's own origin: `http://127.0.0.1:3000`
 * @example readTarget('/api/v1/contacts?limit=1', base)?.pathname // '/api/v1/contacts'
 */
export function readTarget(target: string | undefined, base: string): URL | undefined {
  if (target === undefined || target.startsWith('//') || !plainPath.test(target)) return undefined;
  // Joined as text: `new URL(target, base)` lets the target choose the host.
  const url = new URL(base + target);
  const isOwn = url.origin === base && url.username === '' && url.password === '';
  return isOwn && !url.pathname.startsWith('//') && !hidden.test(url.pathname) ? url : undefined;
}

/**
 * Percent-encoded control characters and backslashes: no path here has one, and they could mislead decoders.
 */
const hidden = /%(?:[01][0-9a-f]|7f|5c)/i;
