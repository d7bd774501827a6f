import type { BounceCause } from '../../lib/campaigns/bounce-causes.ts';
import { word } from './reading.ts';

/** What SES, and Resend, which sends by it, say besides Permanent and Transient. General says nothing. */
const subTypes: ReadonlyMap<string, BounceCause> = new Map([
  ['noemail', 'no mailbox'],
  ['suppressed', 'bounced before'],
  ['onaccountsuppressionlist', 'bounced before'],
  ['mailboxfull', 'full'],
  ['messagetoolarge', 'too large'],
  ['contentrejected', 'blocked'],
  ['attachmentrejected', 'blocked'],
  ['customtimeoutexceeded', 'unavailable'],
]);

export const sesCause = (subType: unknown): BounceCause | undefined => subTypes.get(word(subType));
