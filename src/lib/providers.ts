/** Email providers whose reports Rollcall understands. */
export const providers = ['resend', 'sendgrid', 'postmark', 'mailgun', 'ses'] as const;
export type Provider = (typeof providers)[number];
