import type { KnownBlock } from '@slack/types';
import type { Hold } from '../../audience/contacts/holds.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, section } from '../kit/message.ts';
import { escaped, joined, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';

const did: Record<Hold['reason'], string> = {
  'by-hand': 'suppressed by hand',
  complained: 'reported an email as spam',
  unsubscribed: 'unsubscribed from everything',
  bounced: 'mail to the address bounced',
};

/** Why someone gets no mail, as one line. */
export const holdWords = (holds: readonly Hold[]): Mrkdwn =>
  md`:no_entry: No mail: ${joined(
    holds.map(({ reason, at }) => md`${escaped(did[reason])} ${moment(at)}`),
    ', ',
  )}.`;

/** The same for a contact's card, with who can change it. */
export function holdBlocks(id: number, holds: readonly Hold[]): KnownBlock[] {
  const [first] = holds;
  if (first === undefined) return [];
  const said = section(holdWords(holds));
  if (holds.some(({ reason }) => reason === 'complained'))
    return [said, context(md`Only they can subscribe again, on their preference page or the sign-up form.`)];
  if (first.reason !== 'bounced')
    return [said, context(md`If they asked for mail since: choose *Edit* and set the status.`)];
  if (!first.isCorrected) return [said, context(md`If the address is wrong: choose *Edit* and correct it.`)];
  return [
    said,
    context(md`The address was corrected since. An admin can lift the bounce.`),
    buttons(button('Lift bounce', actions.liftBounce, String(id))),
  ];
}
