import type { Button, KnownBlock } from '@slack/types';
import type { Change, ChangePage, WrittenRun } from '../../audience/workspace/history.ts';
import type { AuditAction } from '../../lib/audit-actions.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
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

/** How many changes one page lists. */
export const CHANGES_PER_PAGE = 15;
/** How many programs one line names. */
const MOST_WRITERS = 5;

/** The words for each kind of change: what someone did, and how its subject is shown. */
const said: Record<AuditAction, (subject: string, details: Change['details']) => Mrkdwn> = {
  'tag.created': (tag) => md`created the tag ${code(tag)}`,
  'tag.added': (tag, { contacts }) => md`tagged ${people(contacts)} ${code(tag)}`,
  'tag.removed': (tag, { contacts }) => md`removed ${code(tag)} from ${people(contacts)}`,
  'tag.renamed': (tag, { name }) =>
    typeof name === 'string'
      ? md`renamed the tag ${code(tag)} to ${code(clip(name, 100))}`
      : md`renamed the tag ${code(tag)}`,
  'tag.merged': (tag, { into }) =>
    typeof into === 'string'
      ? md`merged the tag ${code(tag)} into ${code(clip(into, 100))}`
      : md`merged the tag ${code(tag)} into another one`,
  'tag.deleted': (tag) => md`deleted the tag ${code(tag)}`,
  'segment.created': (name) => md`created the segment ${bold(name)}`,
  'segment.edited': (name) => md`edited the segment ${bold(name)}`,
  'segment.renamed': (name) => md`renamed a segment to ${bold(name)}`,
  'segment.deleted': (name) => md`deleted the segment ${bold(name)}`,
  'contact.added': (who) => md`added ${escaped(who)}`,
  'contact.edited': (who, { address }) =>
    address === undefined ? md`edited ${escaped(who)}` : md`changed the address of ${escaped(who)}`,
  'contact.forgotten': (who) => md`erased ${escaped(who)} for good`,
  'contact.topics-set': (who) => md`changed the topics of ${escaped(who)}`,
  'address.suppressed': (what) => md`suppressed ${escaped(what)}`,
  'address.lifted': (what) => md`lifted what kept mail from ${escaped(what)}`,
  'person.exported': (who) => md`exported all data of ${escaped(who)}`,
  'topic.created': (name) => md`created the topic ${bold(name)}`,
  'topic.edited': (name) => md`changed the topic ${bold(name)}`,
  'topic.archived': (name) => md`archived the topic ${bold(name)}`,
  'topic.restored': (name) => md`restored the topic ${bold(name)}`,
  'campaign.created': (name) => md`created the campaign ${bold(name)}`,
  'campaign.edited': (name) => md`edited the campaign ${bold(name)}`,
  'campaign.deleted': (name) => md`deleted the campaign ${bold(name)}`,
  'campaign.asked': (name, { people }) => md`asked to send ${bold(name)} to ${numberOfPeople(people)}`,
  'campaign.scheduled': (name, { people }) => md`approved sending ${bold(name)} to ${numberOfPeople(people)}`,
  'campaign.rescheduled': (name, { due }) =>
    md`rescheduled ${bold(name)} to ${moment(new Date(typeof due === 'string' ? due : 0))}`,
  'campaign.paused': (name) => md`paused the campaign ${bold(name)}`,
  'campaign.resumed': (name) => md`resumed the campaign ${bold(name)}`,
  'campaign.stopped': (name) => md`stopped the campaign ${bold(name)}`,
  'campaign.held': (name) => md`held the campaign ${bold(name)}`,
  'campaign.begun': (name, { people }) => md`began to send ${bold(name)} to ${numberOfPeople(people)}`,
  'campaign.sent': (name) => md`finished the campaign ${bold(name)}`,
  'campaign.tested': (name, { mails }) =>
    md`sent ${counted(Number(mails), 'test')} of the campaign ${bold(name)}`,
  'campaign.conversions-set': (name, { event, days }) =>
    event === undefined
      ? md`turned off conversions for the campaign ${bold(name)}`
      : md`counts ${code(String(event))} within ${counted(Number(days), 'day')} as a conversion of ${bold(name)}`,
  'sender.created': (name) => md`added the sender ${bold(name)}`,
  'sender.edited': (name) => md`changed the sender ${bold(name)}`,
  'sender.confirmed': (name) => md`confirmed the From address of the sender ${bold(name)}`,
  'sender.removed': (name) => md`removed the sender ${bold(name)}`,
  'contacts.exported': (what, { contacts }) => md`exported ${people(contacts)}: ${escaped(what)}`,
  'import.started': (file) => md`started the import of ${code(file)}`,
  'import.finished': (file, details) => md`imported ${code(file)}: ${importNumbers(details)}`,
  'import.failed': (file) => md`imported part of ${code(file)}: it stopped`,
  'import.cancelled': (file, details) => md`imported part of ${code(file)}: ${importNumbers(details)}`,
  'import.cancel-asked': (file) => md`canceled the import of ${code(file)}`,
  'import.taken-back': (file, { removed, restored, kept }) =>
    md`undid the import of ${code(file)}: ${number(removed)} removed, ${number(restored)} restored, ${number(kept)} kept`,
  'import.retried': (file) => md`resumed the import of ${code(file)}`,
  'sample.added': () => md`loaded the sample audience`,
  'settings.changed': (what) => md`changed settings: ${escaped(what)}`,
  'role.changed': (who, { to }) => md`made ${person(who)} ${escaped(String(to))}`,
  'attribute.type-changed': (name) => md`changed the type of the attribute ${code(name)}`,
  'contacts.written': (who) => md`added or updated ${escaped(who)} through the HTTP API`,
  'segment.exported': (name, { members }) => md`exported the segment ${bold(name)}, ${people(members)}`,
  'watch.created': (name, { condition }) =>
    md`created a watch on ${bold(name)}: ${escaped(String(condition))}`,
  'watch.edited': (name, { condition }) =>
    md`edited the watch on ${bold(name)}: ${escaped(String(condition))}`,
  'watch.stopped': (name, { condition }) =>
    md`stopped the watch on ${bold(name)}: ${escaped(String(condition))}`,
  'digest.changed': (when) => md`set up the weekly digest for ${escaped(when)}`,
  'digest.stopped': (when) => md`stopped the weekly digest on ${escaped(when)}`,
  'api-key.created': (name) => md`created the API key ${bold(name)}`,
  'api-key.revoked': (name) => md`revoked the API key ${bold(name)}`,
  'webhook.created': (provider) => md`connected ${escaped(provider)}`,
  'webhook.key-replaced': (provider) => md`replaced the key for ${escaped(provider)}`,
  'webhook.removed': (provider) => md`disconnected ${escaped(provider)}`,
  'old-data.deleted': (_, { events, rejectedRows }) =>
    md`deleted data past its retention: ${escaped(`${Number(events)} events, ${Number(rejectedRows)} rejected rows`)}`,
  'kept-items.deleted': (_, { items }) =>
    md`deleted items from providers that couldn’t be read for 30 days: ${counted(Number(items), 'item')}`,
  'job.failed': (what, { problem }) => md`gave up: ${escaped(what)}. ${escaped(String(problem))}`,
  'webhook.items-read': (_, { items }) =>
    md`read items from providers again: ${counted(Number(items), 'item')}`,
  'events.recorded': (what) => md`recorded ${escaped(what)}`,
};

const number = (value: unknown): Mrkdwn => count(typeof value === 'number' ? value : 0);

const importNumbers = ({ added, updated, rejected }: Change['details']): Mrkdwn =>
  md`${number(added)} added, ${number(updated)} updated, ${number(rejected)} rejected`;

const numberOfPeople = (value: unknown): Mrkdwn =>
  typeof value === 'number' ? counted(value, 'person', 'people') : md`people`;

const people = (contacts: unknown): Mrkdwn =>
  typeof contacts === 'number' ? counted(contacts, 'contact') : md`contacts`;

/** What a program wrote again and again, in one line. */
function runInWords({ actor, action, details }: WrittenRun): Mrkdwn {
  const { events = 0, remembered = 0, created = 0, updated = 0 } = details;
  const who = person(clip(actor, 80));
  if (action === 'contacts.written')
    return md`${who} added or updated ${counted(created + updated, 'contact')} through the HTTP API`;
  const of = 'of unknown addresses';
  const recorded = [
    ...(events > 0 ? [counted(events, 'event')] : []),
    ...(remembered > 0 ? [counted(remembered, `opt-out or bounce ${of}`, `opt-outs or bounces ${of}`)] : []),
  ];
  return md`${who} recorded ${joined(recorded, ' and ')}`;
}

const isRun = ({ written = [] }: Change): boolean => written.length > 1 || (written[0]?.times ?? 0) > 1;

/** `@Ada created the tag vip`. A kind that a later version wrote is shown as is. */
export function changeInWords({ action, actor, subject, details }: Change): Mrkdwn {
  const [, kind = action, undone] = /^(.*?)(\.undone)?$/.exec(action) ?? [];
  const short = clip(subject, 100);
  // Undoing an import is an import's own work: what it changed is in an entry of its own.
  if (undone !== undefined && kind.startsWith('import.'))
    return md`${person(clip(actor, 80))} undid the import of ${code(short)}`;
  const did = (Object.hasOwn(said, kind) ? said[kind as AuditAction] : undefined)?.(short, details);
  const words = did ?? md`${escaped(kind)} ${code(short)}`;
  return md`${person(clip(actor, 80))} ${undone === undefined ? words : md`undid: ${words}`}`;
}

/** Undo with one click. Undoing an import asks first, because that can be a million contacts. */
function undoButton(undoId: number, action: string): Button {
  const undo = button('Undo', actions.undo, String(undoId));
  if (!action.startsWith('import.')) return undo;
  const text = 'This removes what it added and restores what it changed.';
  return {
    ...undo,
    confirm: {
      title: { type: 'plain_text', text: 'Undo this import?' },
      text: { type: 'plain_text', text },
      confirm: { type: 'plain_text', text: 'Undo import' },
      deny: { type: 'plain_text', text: 'Cancel' },
    },
  };
}

/** A change, with Undo if that is still possible. */
export function changeLine(change: Change): KnownBlock {
  if (isRun(change)) {
    const lines = (change.written ?? []).slice(0, MOST_WRITERS).map(runInWords);
    const more = change.isPartial === true ? md`, and more before` : '';
    return section(md`${joined(lines)}${more}  ·  last ${moment(change.at)}`);
  }
  const words = md`${changeInWords(change)}  ·  ${moment(change.at)}`;
  return change.undoId === undefined
    ? section(words)
    : sectionWith(words, undoButton(change.undoId, change.action));
}

/** Who changed what, and when; with Undo if that is still possible. */
export function history({ changes, next }: ChangePage, { isFirst }: { isFirst: boolean }): Message {
  if (changes.length === 0) {
    const words = isFirst ? 'No changes yet.' : 'Nothing older.';
    return message([section(escaped(words))], words);
  }
  const lines = changes.map(changeLine);
  const pages = [
    ...(isFirst ? [] : [button('Newest', `${actions.showHistory}.newest`, '0')]),
    ...(next === undefined ? [] : [button('Older', `${actions.showHistory}.older`, next)]),
  ];
  return message(
    [
      section(isFirst ? md`*Recent changes*` : md`*Earlier changes*`),
      ...lines,
      ...(pages.length === 0 ? [] : [buttons(...pages)]),
      context(md`You can undo changes for 30 minutes, and imports for 7 days.`),
    ],
    'Recent changes',
  );
}
