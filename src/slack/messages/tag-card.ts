import type { TagCard } from '../../audience/tag-card.ts';
import { clip } from '../../words.ts';
import { actions } from '../ids.ts';
import { bold, code, count, counted, escaped, moment, person } from '../mrkdwn.ts';
import { button, buttons, context, type Message, message, section } from './message.ts';
import { allTags } from './tags.ts';

/** All about one tag, with what can be done to it. */
export function tagCard(card: TagCard): Message {
  const { tag, contacts, reachable, createdBy, createdAt, lastAdded, names, namedDifferently } = card;
  const id = String(tag.id);
  const facts = [
    `${code(tag.name)}\n*${count(contacts)}* ${contacts === 1 ? 'contact' : 'contacts'} · *${count(reachable)}* reachable`,
    lastAdded === null ? 'Not on anybody yet.' : `Last added ${moment(lastAdded)}`,
    usedIn(card.segments),
    ...(names.length === 0 ? [] : [`For example ${listed(names)}`]),
  ];
  return message(
    [
      section(facts.join('\n')),
      buttons(
        button('Add people', actions.addPeople, id, { style: 'primary' }),
        button('Rename', actions.renameTag, id),
        button('Merge into…', actions.mergeTag, id),
        button('Delete', actions.deleteTag, id, { style: 'danger' }),
        button('Refresh', actions.showTag, id),
        allTags,
      ),
      context(`Made by ${person(createdBy)} ${moment(createdAt)}  ·  counted ${moment(card.at)}`),
      ...(namedDifferently
        ? [context(`Upper and lower case tell tags apart; taken as ${bold(tag.name)}.`)]
        : []),
    ],
    `${tag.name}: ${counted(contacts, 'contact')}, ${count(reachable)} reachable`,
  );
}

const NAMED = 10;

function usedIn(segments: string[]): string {
  if (segments.length === 0) return 'No segment asks for it.';
  return `Asked for by ${segments.length === 1 ? 'the segment' : `${count(segments.length)} segments:`} ${segmentNames(segments)}`;
}

/** Some of them by name, and how many more there are. */
export function segmentNames(segments: string[]): string {
  const named = segments.slice(0, NAMED).map(bold);
  const rest = segments.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}

const listed = (names: string[]): string => names.map((name) => escaped(clip(name, 60))).join(', ');
