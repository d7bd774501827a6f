import { guards, type Trouble } from '../../lib/campaigns/bound.ts';
import { clip } from '../../lib/words.ts';
import { code, count, counted, escaped, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';

/** Why Rollcall holds or pauses a campaign, for the person who decides. */
export function troubleWords(trouble: Trouble): Mrkdwn {
  switch (trouble.why) {
    case 'count':
      return md`${counted(trouble.approved, 'person was', 'people were')} approved; now *${count(trouble.now)}* would get it.`;
    case 'audience changed':
      return md`The audience isn’t what was approved: it was edited, or a segment in it was.`;
    case 'sender changed':
      return md`The sender isn’t the one that was approved.`;
    case 'topic changed':
      return md`The topic isn’t the one that was approved.`;
    case 'content changed':
      return md`The text isn’t what was approved.`;
    case 'audience broken':
      return md`The audience can no longer be counted: ${escaped(clip(trouble.problem, 300))}`;
    case 'content broken':
      return md`The mail can no longer be written: ${escaped(clip(trouble.problem, 300))}`;
    case 'late':
      return md`It was due ${moment(new Date(trouble.due))}, and Rollcall wasn’t running then. Nothing goes out this late without someone looking.`;
    case 'not approved':
      return md`It was due ${moment(new Date(trouble.due))}, and no one had approved it.`;
    case 'sender':
      return escaped(clip(trouble.problem, 300));
    case 'not prepared':
      return md`It couldn’t be prepared: ${escaped(clip(trouble.problem, 300))}`;
    case 'silent':
      return md`No one has worked on it since ${moment(new Date(trouble.since))}. If the database was restored from a backup since, some people may have it already.`;
    case 'restored':
      return md`The database was restored from a backup of ${moment(new Date(trouble.from))}. What was sent between then and ${moment(new Date(trouble.to))} isn’t known, and neither is who unsubscribed.`;
    case 'bounces':
      return md`${count(trouble.people)} of ${count(trouble.of)} mails bounced, more than ${escaped(percent(guards.bounces))}.`;
    case 'complaints':
      return md`${count(trouble.people)} of ${count(trouble.of)} people reported it as spam, more than ${escaped(percent(guards.complaints))}.`;
    case 'failures':
      return md`${counted(trouble.inARow, 'mail', 'mails')} in a row failed. The server said: ${code(clip(trouble.reply, 200))}`;
    default:
      return trouble satisfies never;
  }
}

const percent = (share: number): string => `${(share * 100).toLocaleString('en-US')} %`;
