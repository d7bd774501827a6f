/**
 * Parts of the `User-Agent` of programs that open links and pictures of mails before, or without, a person: what
 * they call themselves, in lower case. Most scanners pretend to be a browser; those are recognized by their pace
 * (lib/campaigns/judge-hits.ts). Image proxies of Gmail and Yahoo are not here: they ask when a person opens the
 * mail.
 */
const agents = [
  // Mail filters, as they name themselves: support pages of the makers, and senders' logs.
  ...[
    'barracuda',
    'mimecast',
    'proofpoint',
    'urldefense',
    'ciscosecureemail',
    'ironport',
    'fortinet',
    'fortimail',
  ],
  ...[
    'sophos',
    'symantec',
    'messagelabs',
    'trendmicro',
    'forcepoint',
    'spamexperts',
    'cloudmark',
    'virustotal',
  ],
  // Previews of pasted links, and search engines (matomo/device-detector, regexes/bots.yml).
  ...[
    'slackbot',
    'facebookexternalhit',
    'twitterbot',
    'linkedinbot',
    'whatsapp/',
    'telegrambot',
    'discordbot',
  ],
  ...['skypeuripreview', 'bingpreview', 'googlebot', 'google-safety', 'bingbot', 'applebot', 'yandexbot'],
  // Programs without a browser. "bot/" and not "bot": there are phones called Cubot.
  ...[
    'bot/',
    'crawler',
    'spider',
    'headlesschrome',
    'phantomjs',
    'curl/',
    'wget/',
    'python-',
    'aiohttp',
    'go-http-client',
  ],
  ...[
    'java/',
    'apache-httpclient',
    'libwww-perl',
    'axios/',
    'node-fetch',
    'undici',
    'guzzlehttp',
    'scrapy',
    'monitor/',
  ],
];

/** What a request for a link or a picture says about who made it. */
export interface AskedBy {
  method: string;
  userAgent: string | undefined;
  /** The header `Sec-Purpose`, or `Purpose`. */
  purpose: string | undefined;
}

/** Whether a program made the request, as far as one request tells: it only looks, or it says what it is. */
export function isMachine({ method, userAgent = '', purpose = '' }: AskedBy): boolean {
  if (method === 'HEAD' || purpose.toLowerCase().includes('prefetch')) return true;
  const agent = userAgent.slice(0, 1_000).trim().toLowerCase();
  // Apple's mail privacy loads all pictures under this name, even if nobody reads the mail.
  return agent === '' || agent === 'mozilla/5.0' || agents.some((part) => agent.includes(part));
}
