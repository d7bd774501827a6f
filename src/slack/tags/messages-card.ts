import type { TagCard } from '../../audience/tags/card.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section } from '../kit/message.ts';
import {
  bold,
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
import { allTags } from './messages.ts';

/** Everything about one tag, and what can be done with it. */
export function tagCard(card: TagCard): Message {
  const { tag, contacts, reachable, createdBy, createdAt, lastAdded, names, namedDifferently } = card;
  const id = String(tag.id);
  const facts = [
    md`${code(tag.name)}\n*${count(contacts)}* ${contacts === 1 ? md`contact` : md`contacts`} · *${count(reachable)}* can be mailed`,
    lastAdded === null ? md`No contacts have it yet.` : md`Last added ${moment(lastAdded)}`,
    usedIn(card.segments),
    ...(names.length === 0 ? [] : [md`For example ${listed(names)}`]),
  ];
  return message(
    [
      section(joined(facts)),
      buttons(
        button('Add people', actions.addPeople, id, { style: 'primary' }),
        button('Rename', actions.renameTag, id),
        button('Merge into…', actions.mergeTag, id),
        button('Delete', actions.deleteTag, id, { style: 'danger' }),
        button('Refresh', actions.showTag, id),
        allTags,
      ),
      context(md`Created by ${person(createdBy)} ${moment(createdAt)}  ·  counted ${moment(card.at)}`),
      ...(namedDifferently
        ? [context(md`No tag has exactly that name; showing the closest match: ${bold(tag.name)}.`)]
        : []),
    ],
    `${tag.name}: ${counted(contacts, 'contact')}, ${count(reachable)} can be mailed`,
  );
}

const NAMED = 10;

function usedIn(segments: string[]): Mrkdwn {
  if (segments.length === 0) return md`No segment uses it.`;
  return md`Used by ${segments.length === 1 ? md`the segment` : md`${count(segments.length)} segments:`} ${segmentNames(segments)}`;
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
