import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, md } from '../kit/mrkdwn.ts';

/** The question to someone who shared a file. */
export const importOffer = ({ id, name }: { id: string; name: string }): Message =>
  message(
    [
      section(md`:inbox_tray: Import ${bold(clip(name, 200))} as contacts?`),
      buttons(
        button('Import this file', actions.importShared, id, { style: 'primary' }),
        button('Not now', actions.dismiss, ''),
      ),
      context(
        md`You’ll see how it’s read before anything is saved. Admins can turn this question off: \`/audience settings\``,
      ),
    ],
    `Import ${name} as contacts?`,
  );
