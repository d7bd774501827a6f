import type { TagCard } from '../../audience/tags/card.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import {
  bold,
  clock,
  code,
  count,
  counted,
  escaped,
  joined,
  type Mrkdwn,
  md,
  moment,
  person,
} from '../kit/mrkdwn.ts';
import { listing } from '../people/messages-list.ts';
import { buttonValue } from '../people/places.ts';
import { allTags } from './messages.ts';

/** Everything about one tag, and what can be done with it. */
export function tagCard(card: TagCard): Message {
  const { tag, contacts, reachable, createdBy, createdAt, lastAdded, names, namedDifferently } = card;
  const id = String(tag.id);
  const source = { of: 'tag', id: tag.id } as const;
  const size = `${counted(contacts, 'person', 'people')}, ${count(reachable)} can be mailed`;
  const facts = [
    lastAdded === null ? md`No one has it yet` : md`Last added ${moment(lastAdded)}`,
    usedIn(card.segments),
    ...(names.length === 0 ? [] : [md`for example ${listed(names)}`]),
  ];
  return message(
    [
      header(size),
      section(md`${code(tag.name)}\n${joined(facts, '  ·  ')}`),
      context(md`Created by ${person(createdBy)} ${moment(createdAt)}  ·  counted ${clock(card.at)}`),
      ...(namedDifferently
        ? [context(md`No tag has exactly that name; showing the closest match: ${bold(tag.name)}.`)]
        : []),
      buttons(
        ...listing('View people', 'tagged', { source }),
        button('Add people', actions.addPeople, id),
        button('New campaign to these', actions.newCampaign, JSON.stringify({ tag: tag.id })),
        ...menu(
          choice('Rename', actions.renameTag, id),
          choice('Merge into…', actions.mergeTag, id),
          choice('Export', actions.exportListed, buttonValue({ source }) ?? ''),
          choice('Delete', actions.deleteTag, id),
          allTags,
        ),
      ),
    ],
    `${tag.name}: ${size}`,
  );
}

const NAMED = 10;

function usedIn(segments: string[]): Mrkdwn {
  if (segments.length === 0) return md`no segment uses it`;
  return md`used by ${segments.length === 1 ? md`the segment` : md`${count(segments.length)} segments:`} ${segmentNames(segments)}`;
}

/** Some of them by name, and how many more there are. */
export function segmentNames(segments: string[]): Mrkdwn {
  const named = segments.slice(0, NAMED).map(bold);
  const rest = segments.length - named.length;
  return md`${joined(named, ', ')}${rest > 0 ? md` and ${count(rest)} more` : ''}`;
}

const listed = (names: string[]): Mrkdwn =>
  joined(
    names.map((name) => escaped(clip(name, 60))),
    ', ',
  );
