import { maybeReasons } from '../../lib/campaigns/recipients.ts';

/** How long the same key can't send a mail twice: Resend recognizes it for 24 hours from the first attempt. */
export const keyLasts = `interval '23 hours'`;

/** SQL that says whether a reason of someone who waits means that they may have the mail already. */
export const isMaybeSent = (reason: string): string =>
  `coalesce(${reason} IN (${maybeReasons.map((each) => `'${each}'`).join(', ')}), false)`;
