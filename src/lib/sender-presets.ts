import type { Provider } from './providers.ts';

/** How the mail of a sender leaves. `mailbox`: into the playground's, on this machine. */
export const senderWays = ['smtp', 'resend', 'mailbox'] as const;
export type SenderWay = (typeof senderWays)[number];

/** tls: from the first byte; starttls: required; none: only for a server on this machine or in this network. */
export type SenderSecurity = 'tls' | 'starttls' | 'none';

/** What is known of a service that sends mail. */
interface SenderPreset {
  name: string;
  /** Whose reports say what became of its mails. Null: nobody reports. */
  provider: Provider | null;
  way: Extract<SenderWay, 'smtp' | 'resend'>;
  /** What a new sender starts with. */
  host: string;
  port: number;
  security: SenderSecurity;
  userName: string;
  /** What to enter, and where to find it. */
  userHint: string;
  passwordHint: string;
  perSecond: number;
  /** What a domain's SPF record includes if this service may send for it. */
  spf: readonly string[];
  /** The names under which the keys of its DKIM signatures are in DNS (selectors), if they are always the same. */
  selectors: readonly string[];
  /** Where to find the selector of a domain. */
  selectorHint: string;
  /** What its selectors look like, if they are different for each domain. */
  selectorFits?: RegExp;
}

/** Services with which a sender is set up in a few fields, and any other server. */
export const senderPresets = {
  ses: {
    ...{ name: 'Amazon SES', provider: 'ses', way: 'smtp', port: 587, security: 'starttls', userName: '' },
    host: 'email-smtp.eu-west-1.amazonaws.com',
    userHint: 'The user name of your SMTP credentials: SES console, SMTP settings. It starts with AKIA.',
    passwordHint: 'The password of the same SMTP credentials. Your AWS secret key doesn’t work here.',
    ...{ perSecond: 10, spf: ['amazonses.com'], selectors: [], selectorFits: /^[a-z0-9]{32}$/ },
    selectorHint:
      'SES console, Identities, your domain, DKIM: the part before ._domainkey of one of the three CNAME records. It has 32 characters.',
  },
  sendgrid: {
    ...{ name: 'SendGrid', provider: 'sendgrid', way: 'smtp', port: 587, security: 'starttls' },
    ...{ host: 'smtp.sendgrid.net', userName: 'apikey' },
    userHint: 'Always the word apikey.',
    passwordHint: 'An API key that may send mail. It starts with SG.',
    ...{ perSecond: 20, spf: ['sendgrid.net'], selectors: ['s1', 's2'] },
    selectorHint: 'Only if you chose another one than s1 and s2.',
  },
  mailgun: {
    ...{ name: 'Mailgun', provider: 'mailgun', way: 'smtp', port: 587, security: 'starttls', userName: '' },
    host: 'smtp.mailgun.org',
    userHint: 'The login of your domain: Sending, Domain settings, SMTP credentials.',
    passwordHint:
      'The password of that login. For a domain in the EU, change the server to smtp.eu.mailgun.org.',
    ...{ perSecond: 10, spf: ['mailgun.org', 'eu.mailgun.org'] },
    selectors: ['mx', 'k1', 'mg', 'smtp', 'pic', 'email', 'mailo'],
    selectorHint:
      'Only if Rollcall doesn’t find it: Sending, Domain settings, DNS records, the part before ._domainkey.',
  },
  postmark: {
    ...{ name: 'Postmark', provider: 'postmark', way: 'smtp', port: 587, security: 'starttls', userName: '' },
    host: 'smtp-broadcasts.postmarkapp.com',
    userHint: 'The server’s API token, or the access key of the broadcast stream’s SMTP token.',
    passwordHint: 'The same API token again, or the secret key of that SMTP token.',
    ...{ perSecond: 10, spf: ['spf.mtasv.net'], selectors: [], selectorFits: /^\d{8,20}pm$/ },
    selectorHint:
      'Sender Signatures, your domain, DNS settings: the part before ._domainkey. It is a date followed by pm.',
  },
  resend: {
    ...{ name: 'Resend', provider: 'resend', way: 'resend', port: 443, security: 'tls', userName: '' },
    host: 'api.resend.com',
    userHint: '',
    passwordHint: 'An API key that may send mail. It starts with re_.',
    ...{ perSecond: 2, spf: ['amazonses.com'], selectors: ['resend'] },
    selectorHint: 'Only if it isn’t resend.',
  },
  smtp: {
    ...{ name: 'another server', provider: null, way: 'smtp', port: 587, security: 'starttls', userName: '' },
    host: '',
    userHint: 'Leave it empty if the server asks for no login.',
    passwordHint: 'The password of that login.',
    ...{ perSecond: 5, spf: [], selectors: [] },
    selectorHint: 'If the server signs the mails: the part before ._domainkey of its record in DNS.',
  },
} as const satisfies Record<string, SenderPreset>;

export type PresetName = keyof typeof senderPresets;
export const presetNames = Object.keys(senderPresets) as PresetName[];

/** A preset, by its name. */
export const senderPreset = (name: PresetName): SenderPreset => senderPresets[name];

/** The preset of a stored sender. */
export const presetOf = ({ provider }: { provider: Provider | null }): PresetName => provider ?? 'smtp';

/** The ports on which mail servers take mail to send, each with how it is encrypted. */
export const smtpPorts = [
  { port: 587, security: 'starttls' },
  { port: 465, security: 'tls' },
  { port: 2525, security: 'starttls' },
  { port: 25, security: 'starttls' },
] as const satisfies readonly { port: number; security: SenderSecurity }[];
