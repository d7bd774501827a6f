import type { Tagging } from '../../audience/tags.ts';
import { clip } from '../../words.ts';
import { actions } from '../ids.ts';
import { bold, code, count, counted, escaped } from '../mrkdwn.ts';
import { context, type Message, message, paragraphs, section } from './message.ts';

/** How many tags one answer lists. */
const LISTED = 50;
/** How many addresses are named when they were not found. */
const NAMED = 10;

export function tagList(tags: { name: string; contacts: number }[]): Message {
  if (tags.length === 0) {
    return message(
      [
        section('There are no tags yet. A tag is a label that you put on contacts by hand.'),
        context('Make one: `/tags new vip`'),
      ],
      'There are no tags yet.',
    );
  }
  const lines = tags
    .slice(0, LISTED)
    .map((tag) => `• ${code(tag.name)}  ${counted(tag.contacts, 'contact')}`);
  const rest = tags.length - lines.length;
  return message(
    [
      ...paragraphs([`*${counted(tags.length, 'tag')}*`, ...lines]),
      context(
        `${rest > 0 ? `and ${count(rest)} more. ` : ''}Put one on people: \`/tags add vip ada@example.org\``,
      ),
    ],
    counted(tags.length, 'tag'),
  );
}

export function tagMade(name: string): Message {
  return message(
    [
      section(`:label: The tag ${code(name)} is there.`),
      context(`Put it on people: ${code(`/tags add ${name} ada@example.org`)}`),
    ],
    `The tag ${name} is there.`,
  );
}

/** Nothing was made, because tags like it exist; a button makes it all the same. */
export function tagAlike(name: string, alike: { name: string }[]): Message {
  const names = alike.map((tag) => code(tag.name)).join(', ');
  const first = alike[0]?.name ?? '';
  return message(
    [
      section(
        `There is ${alike.length === 1 ? 'a tag' : 'tags'} very much like ${code(name)} already: ${names}. Nothing was made.`,
      ),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: actions.makeTagAnyway,
            value: name,
            text: { type: 'plain_text', text: clip(`Make "${name}" all the same`, 75) },
          },
        ],
      },
      context(`To use the existing one: ${code(`/tags add ${first} ada@example.org`)}`),
    ],
    `There is a tag very much like ${name} already.`,
  );
}

/** What became of the addresses that were pasted. */
export function tagged(result: Tagging, way: 'on' | 'off'): Message {
  const { tag, changed, unchanged, unknown, notAddresses } = result;
  const head =
    way === 'on'
      ? `:label: Tagged ${counted(changed, 'contact')} ${code(tag.name)}.`
      : `Took ${code(tag.name)} off ${counted(changed, 'contact')}.`;
  const already =
    unchanged === 0
      ? ''
      : ` ${counted(unchanged, 'contact')} ${way === 'on' ? 'had it already' : 'did not carry it'}.`;
  const blocks = [section(head + already)];
  if (unknown.length > 0) {
    blocks.push(
      section(
        `${counted(unknown.length, 'address is', 'addresses are')} nobody’s here, and nothing was done with them:\n${listed(unknown)}`,
      ),
      context('Bring them in first: `/contacts import`'),
    );
  }
  if (notAddresses.length > 0) blocks.push(section(`Not an email address: ${listed(notAddresses)}`));
  if (result.namedDifferently)
    blocks.push(context(`Upper and lower case tell tags apart; taken as ${bold(tag.name)}.`));
  return message(
    blocks,
    `${way === 'on' ? 'Tagged' : 'Untagged'} ${counted(changed, 'contact')} ${tag.name}.`,
  );
}

function listed(words: string[]): string {
  const shown = words.slice(0, NAMED).map((word) => escaped(clip(word, 100)));
  const rest = words.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}
