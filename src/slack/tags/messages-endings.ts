import type { KnownBlock } from '@slack/types';
import type { Merge, MergePreview } from '../../audience/tags/merge.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { code, count, counted, joined, md } from '../kit/mrkdwn.ts';
import { segmentNames } from './messages-card.ts';

// How a tag ends: merged into another, or deleted. First the preview, then the result.

/** A merge in numbers, before it happens: for a message and for a modal. */
export function mergeFacts({
  from,
  into,
  fromContacts,
  intoContacts,
  both,
  segments,
}: MergePreview): KnownBlock[] {
  const gaining = fromContacts - both;
  const lines = [
    md`Merge ${code(from.name)} into ${code(into.name)}?`,
    md`• ${code(from.name)} is on ${counted(fromContacts, 'contact')}, ${code(into.name)} on ${count(intoContacts)}; ${count(both)} have both`,
    md`• ${counted(gaining, 'contact')} will get ${code(into.name)}, for a total of ${count(intoContacts + gaining)}`,
    segments.length === 0
      ? md`• no segment uses ${code(from.name)}`
      : md`• ${counted(segments.length, 'segment')} will use ${code(into.name)} instead: ${segmentNames(segments)}`,
    md`• ${code(from.name)} will be deleted`,
  ];
  return [section(joined(lines)), context(md`You can undo this for 30 minutes.`)];
}

export function mergePreview(preview: MergePreview): Message {
  const { from, into } = preview;
  const ids = JSON.stringify({ from: from.id, into: into.id });
  return message(
    [
      ...mergeFacts(preview),
      buttons(
        button('Merge', actions.confirmMerge, ids, { style: 'primary' }),
        button('Cancel', actions.dismiss, ''),
      ),
    ],
    `Merge ${from.name} into ${into.name}?`,
  );
}

export function merged({ from, into, gained, both, segments, undoId }: Merge): Message {
  const already = both === 0 ? '' : md` ${counted(both, 'contact')} had it already.`;
  const rules =
    segments.length === 0
      ? ''
      : md`\n${counted(segments.length, 'segment')} ${segments.length === 1 ? md`now uses` : md`now use`} it: ${segmentNames(segments)}.`;
  return message(
    [
      section(
        md`:label: Merged ${code(from.name)} into ${code(into.name)}: ${counted(gained, 'contact')} gained it.${already}${rules}`,
      ),
      buttons(
        button('Undo', actions.undo, String(undoId)),
        button(`View ${into.name}`, actions.showTag, String(into.id)),
      ),
    ],
    `Merged ${from.name} into ${into.name}.`,
  );
}

/** A deletion in numbers, before it happens: for a message and for a modal. */
export function deletionFacts({ tag, contacts }: { tag: { name: string }; contacts: number }): KnownBlock[] {
  const off =
    contacts === 0
      ? md`No contacts have it.`
      : md`It’s removed from ${counted(contacts, 'contact')}, who stay contacts.`;
  return [
    section(md`Delete the tag ${code(tag.name)}?\n${off} No segment uses it.`),
    context(md`You can undo this for 30 minutes.`),
  ];
}

export function deletionPreview(preview: { tag: { id: number; name: string }; contacts: number }): Message {
  return message(
    [
      ...deletionFacts(preview),
      buttons(
        button('Delete', actions.confirmDeletion, String(preview.tag.id), { style: 'danger' }),
        button('Cancel', actions.dismiss, ''),
      ),
    ],
    `Delete the tag ${preview.tag.name}?`,
  );
}

export function deleted({
  tag,
  contacts,
  undoId,
}: {
  tag: { name: string };
  contacts: number;
  undoId: number;
}): Message {
  const off = contacts === 0 ? md`No contacts had it.` : md`It was on ${counted(contacts, 'contact')}.`;
  return message(
    [
      section(md`:wastebasket: Deleted the tag ${code(tag.name)}. ${off}`),
      buttons(button('Undo', actions.undo, String(undoId))),
      context(md`You can undo this for 30 minutes.`),
    ],
    `Deleted the tag ${tag.name}.`,
  );
}
