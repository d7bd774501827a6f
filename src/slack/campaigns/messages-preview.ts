import type { CampaignPreview } from '../../audience/campaigns/preview.ts';
import { canDo } from '../../lib/campaigns/states.ts';
import { trackingWords } from '../../lib/campaigns/tracking.ts';
import { utmOf } from '../../lib/utm.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, code, escaped, escapedLines, joined, md } from '../kit/mrkdwn.ts';
import { showing, sizeOf } from './messages.ts';

/** How much of a mail a message shows. */
const LONGEST = 9_000;
const LONGEST_SECTION = 2_800;

/** A campaign's mail as text, and what its author may want to change. */
export function previewMessage({ campaign, from, mail, tracking }: CampaignPreview): Message {
  const { id, name, preheader, body } = campaign;
  const subject = mail.subject === '' ? '(no subject yet)' : mail.subject;
  return message(
    [
      header(subject),
      context(
        joined(
          [
            bold(name),
            from === null ? md`no sender yet` : md`from ${escaped(from)}`,
            md`${escaped(sizeOf(mail.size))} of HTML`,
          ],
          '  ·  ',
        ),
      ),
      ...(preheader === '' ? [] : [context(md`Preview text: ${escaped(clip(preheader, 300))}`)]),
      ...(body === ''
        ? [section(md`It has no text yet.`)]
        : textOf(mail.text).map((part) => section(escapedLines(part)))),
      ...mail.remarks.slice(0, 8).map((remark) => context(md`:warning: ${escaped(clip(remark, 300))}`)),
      context(
        md`Records ${escaped(trackingWords(tracking))}.${tracking.addsUtm ? md` Links get ${code(`?${utmText(name)}`)}` : md``}`,
      ),
      context(md`Merge fields show their fallbacks here. To see it as a mail, send a test.`),
      buttons(
        showing('View campaign', 'preview', id),
        button('Send test', actions.testCampaign, String(id)),
        ...(canDo('edit', campaign) ? [button('Edit', actions.editCampaign, String(id))] : []),
      ),
    ],
    `${name}: ${subject}`,
  );
}

/** Paragraphs packed into as few sections as possible. */
function textOf(text: string): string[] {
  const packed: string[] = [];
  for (const paragraph of clip(text.trim(), LONGEST).split('\n\n')) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + paragraph.length < LONGEST_SECTION)
      packed[packed.length - 1] = `${last}\n\n${paragraph}`;
    else packed.push(clip(paragraph, LONGEST_SECTION));
  }
  return packed.filter((part) => part.trim() !== '');
}

const utmText = (name: string): string => new URLSearchParams(utmOf(name)).toString();
