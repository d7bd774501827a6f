/** The smallest picture there is: one transparent pixel. */
export const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Mail programs must not keep the picture, or only the first open would be known. */
export const pixelHeaders: Record<string, string> = {
  'content-type': 'image/gif',
  'content-length': String(pixel.length),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  // Web mail shows it on its own pages.
  'cross-origin-resource-policy': 'cross-origin',
};

/**
 * Leads to an address that is stored, never to one from the request. `no-referrer`: the site learns neither the
 * token nor the address of someone's web mail; UTM parameters tell it where people come from.
 */
export const redirect = (url: string): Response =>
  new Response(null, {
    status: 302,
    headers: {
      location: url,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
  });
