import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import { bold, md } from '../kit/mrkdwn.ts';
import { showing } from './messages.ts';

// A segment that is renamed, copied or deleted.

interface Named {
  id: number;
  name: string;
}

export function segmentRenamed(renamed: { segment: Named; from: string; undoId: number }): Message {
  const { segment, from, undoId } = renamed;
  return message(
    [
      section(
        md`:busts_in_silhouette: Renamed ${bold(from)} to ${bold(segment.name)}. Segments that use it keep working.`,
      ),
      buttons(
        button('Undo', actions.undo, String(undoId)),
        ...showing('View segment', 'card', { show: 'card', id: segment.id }),
      ),
    ],
    `Renamed ${from} to ${segment.name}.`,
  );
}

export function segmentCopied({
  segment,
  of,
  undoId,
}: {
  segment: Named;
  of: string;
  undoId: number;
}): Message {
  return message(
    [
      section(md`:busts_in_silhouette: Created ${bold(segment.name)}, with the rule of ${bold(of)}.`),
      buttons(
        button('Edit', actions.editSegment, String(segment.id), { style: 'primary' }),
        ...showing('View segment', 'card', { show: 'card', id: segment.id }),
        button('Undo', actions.undo, String(undoId)),
      ),
    ],
    `Created ${segment.name}, with the rule of ${of}.`,
  );
}

export function segmentDeletion({ segment }: { segment: Named }): Message {
  return message(
    [
      section(md`Delete the segment ${bold(segment.name)}? Its members stay contacts.`),
      buttons(
        button('Delete', actions.confirmSegmentDeletion, String(segment.id), { style: 'danger' }),
        button('Cancel', actions.dismiss, ''),
      ),
      context(md`You can undo this for 30 minutes.`),
    ],
    `Delete the segment ${segment.name}?`,
  );
}

export function segmentDeleted({ segment, undoId }: { segment: { name: string }; undoId: number }): Message {
  return message(
    [
      section(md`:wastebasket: Deleted ${bold(segment.name)}.`),
      buttons(button('Undo', actions.undo, String(undoId))),
    ],
    `Deleted ${segment.name}.`,
  );
}
