import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ImportRehearsal } from '../../audience/imports/rehearsal.ts';
import { defined } from '../../lib/defined.ts';
import { clip } from '../../lib/words.ts';
import { actions, views } from '../core/ids.ts';
import { stackedBar } from '../kit/charts.ts';
import { button, context, paragraphs, section, sectionWith } from '../kit/message.ts';
import { formFrame, plain } from '../kit/modal.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { askedInputs } from '../topics/asked.ts';
import { notedPeople, repeatedRows } from './messages.ts';

/** How many items of each kind are named; the others are counted. */
const NAMED = 10;

/** Step three: what the import would do. Nothing is written until someone applies it. */
export function importRehearsalModal(rehearsal: ImportRehearsal): ModalView {
  const { importId, fileName, choices } = rehearsal;
  return {
    ...formFrame({
      callback: views.importRehearsal,
      title: 'Import contacts',
      submit: 'Apply',
      metadata: { importId },
    }),
    notify_on_close: true,
    blocks: [
      sectionWith(
        md`${bold(clip(fileName, 200))}\nThis is what would happen. Nothing is saved yet.`,
        button('Change columns', actions.importBack, ''),
      ),
      section(joined(countLines(rehearsal))),
      ...unansweredBlocks(rehearsal),
      ...reasonBlocks(rehearsal),
      ...consentBlocks(rehearsal),
      ...loweredBlocks(rehearsal),
      ...stayBlocks(rehearsal),
      ...tagBlocks(rehearsal),
      ...attributeBlocks(rehearsal),
      ...topicBlocks(rehearsal),
      context(
        md`${choices.existing === 'keep' ? md`Existing contacts are left as they are, unless the file says they unsubscribed or bounced. ` : ''}You can undo the whole import for 7 days.`,
      ),
    ],
  };
}

/** What happens to the rows, as one bar. */
function countLines(rehearsal: ImportRehearsal): Mrkdwn[] {
  const { added, updated, unchanged, noted, rejected, repeated, newStatus, choices } = rehearsal;
  const isKept = choices.existing === 'keep';
  return [
    stackedBar([
      { label: 'new', value: added },
      ...(isKept && updated === 0 ? [] : [{ label: 'changed', value: updated }]),
      { label: isKept ? 'already contacts, left as they are' : 'unchanged', value: unchanged },
      { label: 'rejected', value: rejected },
    ]),
    ...(added === 0 ? [] : [md`New contacts are ${escaped(newStatus)} unless the file says otherwise.`]),
    ...(noted > 0 ? [md`• ${notedPeople(noted)}`] : []),
    ...(repeated === 0 ? [] : [md`• ${repeatedRows(repeated)}`]),
  ];
}

/** Rows that are blank in a column where other rows say yes. */
function unansweredBlocks({ unanswered }: ImportRehearsal): KnownBlock[] {
  if (unanswered.length === 0) return [];
  const lines = unanswered
    .slice(0, NAMED)
    .map(({ header, rows }) => md`• ${counted(rows, 'row')} with no answer in ${bold(clip(header, 80))}`);
  return [section(md`:grey_question: *No answer, so no consent: non-subscribed*\n${joined(lines)}`)];
}

function reasonBlocks({ reasons, erased }: ImportRehearsal): KnownBlock[] {
  if (reasons.length === 0) return [];
  const lines = reasons.slice(0, NAMED).map(({ reason, rows, lines }) => {
    const more = rows > lines.length ? md` …` : '';
    const where = md`line${rows === 1 ? '' : md`s`} ${joined(lines.map(count), ', ')}${more}`;
    return md`• ${count(rows)}: ${escaped(clip(reason, 200))} (${where})`;
  });
  const rest = reasons.length - NAMED;
  return [
    section(md`*Rejected rows, and why*`),
    ...paragraphs(lines),
    ...(rest > 0 ? [context(md`${counted(rest, 'more reason')}`)] : []),
    ...(erased > 0
      ? [context(md`People erased on request are skipped: an import can’t bring them back.`)]
      : []),
  ];
}

/** The label of the checkbox for the second confirmation. */
const resubscribe: PlainTextOption = {
  value: 'resubscribe',
  text: plain('Subscribe them anyway (I’ll confirm their consent next)', 75),
};

/** People who are not subscribed, but whose row says they are: left alone unless someone confirms it. */
function consentBlocks({ blocked, choices }: ImportRehearsal): KnownBlock[] {
  const total = blockedPeople(blocked);
  if (total === 0) return [];
  const words = section(
    md`:no_entry: *Would resubscribe (blocked)*\n${listed(blocked)}: their status stays as it is, whatever the file says.`,
  );
  if (choices.existing === 'keep') return [words];
  const box: InputBlock = {
    type: 'input',
    block_id: 'resubscribe',
    optional: true,
    label: plain(total === 1 ? 'This person' : `These ${count(total)} people`, 2000),
    element: { type: 'checkboxes', action_id: 'resubscribe', options: [resubscribe] },
  };
  return [words, box];
}

/** Existing contacts who are unsubscribed or bounced in the file: that always counts. */
function loweredBlocks({ lowered }: ImportRehearsal): KnownBlock[] {
  const total = lowered.unsubscribed + lowered.bounced;
  if (total === 0) return [];
  const gets = total === 1 ? md`this person gets` : md`they get`;
  return [
    section(
      md`:no_bell: *Will get no more mail*\n${listed({ ...lowered, nonSubscribed: 0 })} in the file: ${gets} no more mail.`,
    ),
  ];
}

/** People who keep getting mail, although the file has no yes from them. */
function stayBlocks({ staySubscribed: people }: ImportRehearsal): KnownBlock[] {
  if (!(people > 0)) return [];
  const [are, they] = people === 1 ? [md`is`, md`this person`] : [md`are`, md`they`];
  return [
    section(
      md`:bell: *Will keep getting mail*\n*${count(people)}* ${are} subscribed here and non-subscribed in the file: ${they} ${people === 1 ? md`stays` : md`stay`} subscribed. To stop ${people === 1 ? md`this person’s` : md`their`} mail, write \`unsubscribed\` in the file.`,
    ),
  ];
}

/** How many people a second confirmation is about. */
const blockedPeople = (blocked: ImportRehearsal['blocked']): number =>
  blocked.unsubscribed + blocked.bounced + blocked.nonSubscribed;

function listed({ unsubscribed, bounced, nonSubscribed }: ImportRehearsal['blocked']): Mrkdwn {
  const parts = [
    ...(unsubscribed > 0 ? [md`*${count(unsubscribed)}* unsubscribed`] : []),
    ...(bounced > 0 ? [md`*${count(bounced)}* bounced`] : []),
    ...(nonSubscribed > 0 ? [md`*${count(nonSubscribed)}* non-subscribed`] : []),
  ];
  return joined(parts, ', ');
}

const tagOptions: PlainTextOption[] = [
  { value: 'existing', text: plain('Use the existing tag after the arrow', 75) },
  { value: 'as-written', text: plain('Create new tags, as written in the file', 75) },
];

function tagBlocks(rehearsal: ImportRehearsal): KnownBlock[] {
  const { newTags, alikeTags, restyledTags, unusableTags, choices } = rehearsal;
  const pairs = (names: ImportRehearsal['alikeTags']) =>
    named(names.map(({ written, used }) => md`${code(written)} → ${code(used)}`));
  const chosen = tagOptions.find(({ value }) => value === choices.tagNames);
  const question: KnownBlock[] =
    alikeTags.length === 0
      ? []
      : [
          section(md`:label: *Similar to an existing tag*\n${pairs(alikeTags)}`),
          {
            type: 'actions',
            block_id: 'tag-names',
            elements: [
              {
                type: 'radio_buttons',
                action_id: actions.importTagNames,
                options: tagOptions,
                ...defined({ initial_option: chosen }),
              },
            ],
          },
        ];
  return [
    ...question,
    ...(newTags.length === 0
      ? []
      : [section(md`*New tags* (${count(newTags.length)}): ${named(newTags.map(code))}`)]),
    ...(restyledTags.length === 0
      ? []
      : [context(md`Adapted to this workspace’s tag style: ${pairs(restyledTags)}`)]),
    ...(unusableTags.length === 0
      ? []
      : [context(md`Skipped, because they can’t be tag names here: ${named(unusableTags.map(code))}`)]),
  ];
}

function attributeBlocks({ newAttributes }: ImportRehearsal): KnownBlock[] {
  if (newAttributes.length === 0) return [];
  const names = newAttributes.map(({ name, type }) => md`${code(clip(name, 80))} (${escaped(type)})`);
  return [section(md`*New attributes* (${count(newAttributes.length)}): ${named(names)}`)];
}

/** What the file changes about topics: its opt-outs count, and it can't turn on what people turned off. */
function topicBlocks({ topics }: ImportRehearsal): KnownBlock[] {
  if (topics.length === 0) return [];
  const lines = topics.slice(0, NAMED).map(({ name, on, off, stayOff }) => {
    const kept =
      stayOff === 0
        ? ''
        : md`; ${counted(stayOff, 'person', 'people')} turned it off and ${stayOff === 1 ? md`keeps` : md`keep`} it off`;
    return md`• ${bold(clip(name, 60))}: on for *${count(on)}*, off for *${count(off)}*${kept}`;
  });
  return [section(joined([md`*Topics*`, ...lines]))];
}

function named(words: readonly Mrkdwn[]): Mrkdwn {
  const rest = words.length - NAMED;
  return md`${joined(words.slice(0, NAMED), ', ')}${rest > 0 ? md` and ${count(rest)} more` : ''}`;
}

/** What the last step remembers. Only the number that was shown is trusted. */
export interface ConsentQuestion {
  importId: number;
  fileName: string;
  blocked: ImportRehearsal['blocked'];
}

/** Step four, if the import would subscribe people who are not subscribed: says so, with their number. */
export function importConsentModal({ importId, fileName, blocked }: ConsentQuestion): ModalView {
  const total = blockedPeople(blocked);
  const people = counted(total, 'person', 'people');
  return {
    ...formFrame({
      callback: views.importConsent,
      title: 'Subscribe them again?',
      submit: 'Apply',
      metadata: { importId },
    }),
    notify_on_close: true,
    blocks: [
      section(
        md`:warning: ${bold(clip(fileName, 200))} would subscribe *${people}* who ${total === 1 ? md`isn’t` : md`aren’t`} subscribed now: ${listed(blocked)}.`,
      ),
      section(md`${risks(blocked)}Each change is recorded with this import and the time.`),
      {
        type: 'input',
        block_id: 'consent',
        label: plain(
          total === 1 ? 'Does this person want your mail?' : `Do all ${people} want your mail?`,
          2000,
        ),
        element: {
          type: 'checkboxes',
          action_id: 'consent',
          options: [
            {
              value: 'yes',
              text: plain(
                `Yes: ${total === 1 ? 'they have' : 'each of them has'} since agreed to get mail, and I can prove it`,
                75,
              ),
            },
          ],
        },
      },
      ...askedInputs({ hint: 'It goes into the consent history of each.' }),
      context(
        md`Their consent counts from then, or from the date in their row. People who unsubscribed later stay unsubscribed.`,
      ),
    ],
  };
}

const risks = ({ unsubscribed, bounced, nonSubscribed }: ImportRehearsal['blocked']): Mrkdwn =>
  joined(
    [
      unsubscribed > 0
        ? md`People who unsubscribed asked not to get mail: in many countries, mailing them without new consent is against the law. `
        : md``,
      nonSubscribed > 0
        ? md`As far as Rollcall knows, people who are non-subscribed haven’t agreed to get mail. `
        : md``,
      bounced > 0 ? md`Mailing addresses that bounced hurts delivery to everyone else. ` : md``,
    ],
    '',
  );
