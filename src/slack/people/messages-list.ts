import type { Button, KnownBlock } from '@slack/types';
import type { ListedPerson, PeoplePage } from '../../audience/people/list.ts';
import type { PeopleSource } from '../../audience/people/source.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md, moment } from '../kit/mrkdwn.ts';
import { campaignHeading } from './messages-campaign.ts';
import { buttonValue, type ListPlace } from './places.ts';

/**
 * A button that lists people; none if its source is too long for a button.
 *
 * @param as tells it apart from other such buttons in its message
 */
export function listing(words: string, as: string, place: ListPlace): Button[] {
  const value = buttonValue(place);
  return value === undefined ? [] : [button(words, `${actions.listPeople}.${as}`, value)];
}

/** The same in a window: for a message that others see, or that should stay, and for Home. */
export function listingInWindow(words: string, as: string, place: ListPlace): Button[] {
  const value = buttonValue(place);
  return value === undefined ? [] : [button(words, `${actions.openPeople}.${as}`, value)];
}

/**
 * A page of people, each with a button that opens their card, and what can be done with all of them. Only the
 * asker sees it: it holds addresses.
 *
 * @param around blocks above the list, and rows of buttons below its own
 */
export function peopleList(
  page: PeoplePage,
  around: { above?: KnownBlock[]; below?: KnownBlock[] } = {},
): Message {
  const { crowd, people, size } = page;
  const { above = [], below = [] } = around;
  const words =
    size === undefined ? crowd.name : `${plainHeading(crowd)}: ${counted(size.people, 'person', 'people')}`;
  if (people.length === 0) {
    return message(
      [
        ...above,
        section(joined([emptyWords(crowd), ...goneWords(page)])),
        ...(crowd.source.of === 'everyone' ? [] : [buttons(find(), ...backButton(crowd.source))]),
        ...below,
      ],
      'No one is in this list.',
    );
  }
  return message(
    [
      ...above,
      section(joined([heading(page), ...goneWords(page), place(page)])),
      ...people.map(line),
      ...rows(pagingButtons(page), bulkButtons(page), backButton(page.crowd.source)),
      ...below,
      context(md`${place(page)}  ·  only you see this list  ·  as of ${moment(page.at)}`),
    ],
    words,
  );
}

/** `*Recent VIPs*  ·  *243* people, *175* can be mailed` */
function heading({ crowd, size }: PeoplePage): Mrkdwn {
  const head = headingOf(crowd);
  if (size === undefined) return head;
  const people = size.people === 1 ? md`person` : md`people`;
  return md`${head}  ·  *${count(size.people)}* ${people}, *${count(size.reachable)}* can be mailed`;
}

/** Results stay true when contacts are deleted, and lists only have those who are left. */
const goneWords = ({ gone }: PeoplePage): Mrkdwn[] =>
  gone === undefined
    ? []
    : [md`The results count ${count(gone)} more: their contacts or events were deleted since.`];

export function headingOf({ source, name }: Pick<PeoplePage['crowd'], 'source' | 'name'>): Mrkdwn {
  switch (source.of) {
    case 'everyone':
      return md`*All contacts*`;
    case 'segment':
      return bold(name);
    case 'tag':
      return md`Tagged ${code(name)}`;
    case 'search':
      return md`Found ${code(clip(name, 60))}`;
    case 'rule':
      return code(clip(name, 300));
    case 'joined':
      return md`Joined ${bold(clip(name, 100))}`;
    case 'import':
      return md`${escaped(importHeadings[source.part])} ${bold(clip(name, 100))}`;
    case 'campaign':
    case 'recipients':
    case 'results':
      return md`${bold(clip(name, 100))}: ${escaped(campaignHeading(source))}`;
    default:
      throw source satisfies never;
  }
}

const importHeadings: Record<Extract<PeopleSource, { of: 'import' }>['part'], string> = {
  added: 'Added by the import of',
  changed: 'Changed by the import of',
  kept: 'Left alone when undoing the import of',
};

function plainHeading({ source, name }: PeoplePage['crowd']): string {
  if (source.of === 'import') return `${importHeadings[source.part]} ${name}`;
  const isOfCampaign = source.of === 'campaign' || source.of === 'recipients' || source.of === 'results';
  return isOfCampaign ? `${name}: ${campaignHeading(source)}` : name;
}

/** `26–50 of 243, newest first` */
function place({ first, people, size, older, newer }: PeoplePage): Mrkdwn {
  const last = first + people.length - 1;
  if (older === undefined && newer === undefined) return md`Newest first`;
  const of = size === undefined ? '' : md` of ${count(size.people)}`;
  return md`${count(first)}–${count(last)}${of}, newest first`;
}

function line({ id, email, name, company, status, emailValidation, note }: ListedPerson): KnownBlock {
  const words = joined(
    [
      ...(name === null ? [bold(email)] : [bold(clip(name, 100)), escaped(email)]),
      ...(company === null ? [] : [escaped(clip(company, 100))]),
      escaped(emailValidation === 'invalid' ? `${status}, invalid address` : status),
      ...(note === null ? [] : [escaped(notes[note] ?? note)]),
    ],
    '  ·  ',
  );
  return sectionWith(words, button('Open', `${actions.openPerson}.${id}`, String(id)));
}

/** Why the undo of an import left someone alone, by the reason that `storage/imports/undo.ts` writes. */
const notes: Record<string, string> = {
  changed: 'edited or updated by an event since',
  tagged: 'tagged since',
  event: 'has events since',
  imported: 'also in a later import',
};

function pagingButtons({ crowd: { source }, newer, older, first }: PeoplePage): Button[] {
  return [
    ...(newer === undefined ? [] : listing('Previous', 'previous', { source, edge: newer })),
    ...(older === undefined ? [] : listing('Next', 'next', { source, edge: older })),
    ...(first > 1 ? listing('First page', 'first', { source }) : []),
    find(),
  ];
}

/** A list of a campaign's people took the place of the numbers that it belongs to. */
function backButton(source: PeopleSource): Button[] {
  if (source.of === 'campaign')
    return [button('Back to who will get it', actions.campaignAudience, String(source.id))];
  if (source.of === 'recipients' || source.of === 'results')
    return [button('Back to results', actions.campaignResults, String(source.id))];
  return [];
}

const find = (): Button => button('Find someone', actions.findPeople, '');

/** What can be done with everyone in the list. */
function bulkButtons({ crowd: { source, rule }, size }: PeoplePage): Button[] {
  const value = buttonValue({ source });
  if (value === undefined) return [];
  const all = size === undefined ? 'all' : size.people === 1 ? 'this person' : `all ${count(size.people)}`;
  return [
    button(`Tag ${all}`, actions.tagListed, value),
    button(`Untag ${all}`, actions.untagListed, value),
    ...(isSaved(source) || rule === null ? [] : [button('Save as segment', actions.saveListed, value)]),
    button('Export', actions.exportListed, value),
    ...(rule === null
      ? []
      : [button('Break down', actions.breakDown, value), button('Compare', actions.comparePeople, value)]),
  ];
}

/** A list that has a name of its own already: a segment, or everyone. */
const isSaved = ({ of }: PeopleSource): boolean => of === 'segment' || of === 'everyone';

/** Rows of buttons; a row without any is left out. */
export const rows = (...all: Button[][]): KnownBlock[] =>
  all.filter((row) => row.length > 0).map((row) => buttons(...row));

function emptyWords({ source, name }: PeoplePage['crowd']): Mrkdwn {
  switch (source.of) {
    case 'everyone':
      return md`No contacts yet.`;
    case 'segment':
      return md`${bold(name)} has no members right now.`;
    case 'tag':
      return md`No one is tagged ${code(name)}.`;
    case 'search':
      return md`No one with ${code(clip(name, 60))} in their name, address, company or tags.`;
    case 'rule':
      return md`No one matches ${code(clip(name, 300))}.`;
    case 'joined':
      return md`None of these people are in your contacts now.`;
    case 'import':
      return md`No one: ${escaped(importHeadings[source.part])} ${bold(clip(name, 100))}.`;
    case 'campaign':
    case 'recipients':
    case 'results':
      return md`No one: ${bold(clip(name, 100))}, ${escaped(campaignHeading(source))}.`;
    default:
      throw source satisfies never;
  }
}
