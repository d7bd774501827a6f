import type { PeopleTagged } from '../../audience/contacts/people-in-text.ts';
import type { Tagging } from '../../audience/tags/tagging.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';

/** How many of the addresses that weren't found are named. */
const NAMED = 10;

/** The result of tagging or untagging contacts. */
export function taggingMessage(result: Tagging): Message {
  const { tag, way, changed, unchanged, unknown, notAddresses, segment, undoId } = result;
  const whom = changed === 0 ? md`no one` : counted(changed, 'contact');
  const head =
    way === 'on'
      ? md`:label: Tagged ${whom} ${code(tag.name)}.`
      : md`:label: Removed ${code(tag.name)} from ${whom}.`;
  const already =
    unchanged === 0
      ? ''
      : md` ${counted(unchanged, 'contact')} ${way === 'on' ? md`had it already` : md`didn’t have it`}.`;
  const whose =
    segment === undefined
      ? ''
      : md`\nThat covers the members of ${bold(segment)} right now; people who join later won’t be ${way === 'on' ? md`tagged` : md`untagged`}.`;
  const blocks = [section(md`${head}${already}${whose}`)];
  if (unknown.length > 0) {
    blocks.push(
      section(
        md`Skipped ${counted(unknown.length, 'address that isn’t a contact', 'addresses that aren’t contacts')} here:\n${listed(unknown)}`,
      ),
      context(md`Add them first: \`/contacts import\``),
    );
  }
  if (notAddresses.length > 0) blocks.push(section(md`Not an email address: ${listed(notAddresses)}`));
  blocks.push(
    buttons(
      ...(undoId === undefined ? [] : [button('Undo', actions.undo, String(undoId))]),
      button(`View ${tag.name}`, actions.showTag, String(tag.id)),
    ),
  );
  if (result.namedDifferently)
    blocks.push(context(md`No tag has exactly that name; used the closest match: ${bold(tag.name)}.`));
  return message(
    blocks,
    way === 'on'
      ? `Tagged ${counted(changed, 'contact')} ${tag.name}.`
      : `Removed ${tag.name} from ${counted(changed, 'contact')}.`,
  );
}

/** The same for the people in a message; some were added for it. */
export function peopleTagged({ tagging, added, status, refused, suppressed }: PeopleTagged): Message {
  const { blocks, text } = taggingMessage(tagging);
  return {
    text,
    blocks: [
      ...blocks,
      ...(added === 0
        ? []
        : [context(md`Added ${counted(added, 'new contact')} as ${escaped(status ?? '')}.`)]),
      ...(suppressed.length === 0
        ? []
        : [
            section(
              md`These people opted out or bounced before they became contacts, so they get no mail: ${listed(suppressed)}`,
            ),
          ]),
      ...(refused.length === 0 ? [] : [section(md`Not added: ${listed(refused)}`)]),
    ],
  };
}

function listed(words: string[]): Mrkdwn {
  const shown = words.slice(0, NAMED).map((word) => escaped(clip(word, 100)));
  const rest = words.length - shown.length;
  return md`${joined(shown, ', ')}${rest > 0 ? md` and ${count(rest)} more` : ''}`;
}
