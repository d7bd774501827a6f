import { fold } from './texts.ts';

/**
 * An address with UTM parameters for a campaign. What it says already stays, and so does its fragment.
 *
 * @example withUtm('https://shop.example/a?utm_source=x#top', 'Spring sale')
 * // 'https://shop.example/a?utm_source=x&utm_medium=email&utm_campaign=spring-sale#top'
 */
export function withUtm(url: string, campaign: string): string {
  const hash = url.indexOf('#');
  const [before, fragment] = hash < 0 ? [url, ''] : [url.slice(0, hash), url.slice(hash)];
  const mark = before.indexOf('?');
  const query = mark < 0 ? '' : before.slice(mark + 1);
  const present = new Set(query.split('&').map((pair) => pair.split('=', 1)[0]?.toLowerCase()));
  const added = Object.entries(utmOf(campaign)).flatMap(([name, value]) =>
    present.has(name) || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  if (added.length === 0) return url;
  const separator = mark < 0 ? '?' : query === '' || query.endsWith('&') ? '' : '&';
  return `${before}${separator}${added.join('&')}${fragment}`;
}

/** The parameters of a campaign, by name. */
export const utmOf = (campaign: string): Record<'utm_source' | 'utm_medium' | 'utm_campaign', string> => ({
  utm_source: 'rollcall',
  utm_medium: 'email',
  utm_campaign: fold(campaign)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, ''),
});
