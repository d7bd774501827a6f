import { maybeReasons } from '../../lib/campaigns/recipients.ts';

/** SQL that says whether a reason of someone who waits means that they may have the mail already. */
export const isMaybeSent = (reason: string): string =>
  `coalesce(${reason} IN (${maybeReasons.map((each) => `'${each}'`).join(', ')}), false)`;
