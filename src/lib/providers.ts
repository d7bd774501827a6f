/** Email providers whose reports Rollcall understands: their names, and how their requests are verified. */
export const providerFacts = {
  resend: {
    name: 'Resend',
    secret: 'the signing secret (whsec_…)',
    fits: /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/,
  },
  sendgrid: { name: 'SendGrid', secret: 'the verification key (MFkw…)', fits: /^[A-Za-z0-9+/]{80,}={0,2}$/ },
  postmark: {
    name: 'Postmark',
    secret: 'a user:password of your choice, for Basic authentication',
    fits: /^[^\s:]+:\S{8,}$/,
  },
  mailgun: { name: 'Mailgun', secret: 'the HTTP webhook signing key', fits: /^\S{16,}$/ },
  ses: {
    name: 'Amazon SES',
    secret: 'the ARN of the SNS topic',
    fits: /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/,
  },
} as const satisfies Record<string, ProviderFacts>;

interface ProviderFacts {
  name: string;
  secret: string;
  /** The format of a secret. */
  fits: RegExp;
}

export type Provider = keyof typeof providerFacts;
export const providers = Object.keys(providerFacts) as Provider[];
