import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { ImportState, Unmade } from '../../audience/imports/imports.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { choice, menu } from '../core/menu.ts';
import { stackedBar } from '../kit/charts.ts';
import { button, buttons, context, header, type Message, message, section } from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md, person } from '../kit/mrkdwn.ts';
import { listingInWindow } from '../people/messages-list.ts';

const CELLS = 20;

/** A running import: a progress bar, how far it is, how fast, and how long it will still take. */
export function importProgress(state: ImportState, perSecond?: number): Message {
  const { rowsDone, rowsTotal, cancelledBy } = state;
  const name = bold(clip(state.fileName, 200));
  const percent = percentOf(rowsDone, rowsTotal);
  const words = md`${count(rowsDone)} of ${counted(rowsTotal, 'row')}${paceOf(rowsTotal - rowsDone, 'rows', perSecond)}`;
  if (cancelledBy !== null) {
    return message(
      [
        section(md`:octagonal_sign: Canceling the import of ${name}…\n${bar(rowsDone, rowsTotal)}`),
        context(md`${words}. Canceled by ${person(cancelledBy)}; rows already imported stay.`),
      ],
      `Canceling the import of ${state.fileName}`,
    );
  }
  return message(
    [
      section(md`:inbox_tray: Importing ${name}\n${bar(rowsDone, rowsTotal)}`),
      context(words),
      importButtons(state, ['Cancel', actions.cancelImport]),
    ],
    `Importing ${state.fileName}: ${percent}`,
  );
}

function bar(done: number, total: number): Mrkdwn {
  const filled = Math.round(shareOf(done, total) * CELLS);
  return md`${code('█'.repeat(filled) + '░'.repeat(CELLS - filled))} ${escaped(percentOf(done, total))}`;
}

const shareOf = (done: number, total: number): number => (total === 0 ? 0 : Math.min(1, done / total));
const percentOf = (done: number, total: number): string => `${Math.floor(shareOf(done, total) * 100)} %`;

/** ` · 12,000 rows/s · 40 s left`; empty as long as that is unknown. */
function paceOf(left: number, what: string, perSecond: number | undefined): Mrkdwn | '' {
  if (perSecond === undefined || perSecond < 1 || left <= 0) return '';
  return md` · ${count(Math.round(perSecond))} ${escaped(what)}/s · ${escaped(timeInWords(left / perSecond))} left`;
}

/** @param seconds rounded up: no one minds a wait that is over sooner */
function timeInWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What an import shows in each state. */
export function importMessage(state: ImportState, perSecond?: number): Message {
  if (state.state === 'running') return importProgress(state, perSecond);
  if (state.state === 'undoing') return undoProgress(state, perSecond);
  return state.state === 'undone' ? undoResult(state) : importResult(state);
}

/** The result of an import that has ended. */
export function importResult(state: ImportState): Message {
  if (state.state === 'failed') {
    const sentence = `The import of ${state.fileName} stopped: ${state.problem ?? 'no reason was recorded'}`;
    return message(
      [
        section(md`:warning: ${escaped(sentence)}`),
        buttons(
          button('Continue import', actions.retryImport, String(state.id)),
          ...(hasUndo(state) ? [undoButton(state)] : []),
        ),
        context(md`So far: ${inNumbers(state)}. It continues after the last row that was processed.`),
      ],
      sentence,
    );
  }
  const cancelled = state.state === 'cancelled';
  const name = bold(clip(state.fileName, 200));
  const did = cancelled
    ? md`:octagonal_sign: Canceled the import of ${name} after ${count(state.rowsDone)} of ${counted(state.rowsTotal, 'row')}. Rows imported by then stay:`
    : md`:white_check_mark: Imported ${name}`;
  const { added, updated, unchanged, rejected } = state;
  const rows = [
    { label: 'added', value: added },
    { label: 'updated', value: updated },
    { label: 'unchanged', value: unchanged },
    { label: 'rejected', value: rejected },
  ];
  const keys = resultButtons(state);
  return message(
    [
      header(headlineOf(state)),
      section(md`${did}\n${stackedBar(rows)}`),
      ...besides(state),
      ...(keys.length === 0 ? [] : [buttons(...keys)]),
      ...(hasUndo(state) ? [context(md`You can undo this for 7 days.`)] : []),
    ],
    `${cancelled ? 'Canceled the import of' : 'Imported'} ${state.fileName}: ${inNumbers(state)}`,
  );
}

/** What an import changed, in one short line. */
function headlineOf({ added, updated }: ImportState): string {
  if (added === 0 && updated === 0) return 'No contacts added or updated';
  if (added === 0) return `${counted(updated, 'contact')} updated`;
  return `${counted(added, 'contact')} added${updated === 0 ? '' : `, ${count(updated)} updated`}`;
}

/** What else happened, if anything did. */
function besides(state: ImportState): KnownBlock[] {
  const { repeated, resubscribed, lowered, noted, topics, blocked } = state;
  const lines = [
    ...(repeated === 0 ? [] : [md`• ${repeatedRows(repeated)}`]),
    ...(resubscribed === 0 ? [] : [md`• *${count(resubscribed)}* set to subscribed, as confirmed`]),
    ...(lowered === 0 ? [] : [md`• *${count(lowered)}* set to unsubscribed or bounced, as in the file`]),
    ...(noted === 0 ? [] : [md`• ${notedPeople(noted)}`]),
    ...(topics === 0
      ? []
      : [md`• *${count(topics)}* ${topics === 1 ? md`contact has` : md`contacts have`} other topics now`]),
    ...(blocked === 0
      ? []
      : [md`• *${count(blocked)}* kept unsubscribed or bounced, though the file says subscribed`]),
  ];
  return lines.length === 0 ? [] : [section(joined(lines))];
}

/** Who came in and who was changed, as lists in a window, what was rejected, and Undo. */
function resultButtons(state: ImportState): (Button | Overflow)[] {
  const { id, added, updated, rejected } = state;
  const list = (words: string, part: 'added' | 'changed') =>
    listingInWindow(words, part, { source: { of: 'import', id, part } });
  return [
    ...(added === 0 ? [] : list('See who came in', 'added')),
    ...(updated === 0 ? [] : list('See who was updated', 'changed')),
    ...(rejected === 0 ? [] : [button('Show rejected rows', actions.showRejections, String(id))]),
    ...(hasUndo(state) ? [undoButton(state)] : []),
    ...(rejected === 0
      ? []
      : menu(choice('Get rejected rows as a file', actions.fileOfRejections, String(id)))),
  ];
}

/** Rows that were combined into one contact. */
export const repeatedRows = (addresses: number): Mrkdwn =>
  addresses === 1
    ? md`*1* address is in more than one row: its rows are merged`
    : md`*${count(addresses)}* addresses are in more than one row: their rows are merged`;

/** People about whom the file says something that changes nothing now but counts later. */
export const notedPeople = (people: number): Mrkdwn =>
  people === 1
    ? md`*1* opt-out or bounce kept on record: the person’s status stays the same`
    : md`*${count(people)}* opt-outs or bounces kept on record: the people’s status stays the same`;

const hasUndo = ({ added, updated, noted, topics }: ImportState): boolean =>
  added + updated + noted + topics > 0;

function undoButton(state: ImportState): Button {
  const { added, updated, noted, topics } = state;
  const acts = [
    ...(added === 0 ? [] : [`removes the ${counted(added, 'contact')} it added`]),
    ...(updated === 0
      ? []
      : [`restores the earlier values and tags of the ${counted(updated, 'contact')} it changed`]),
    ...(noted === 0
      ? []
      : [`removes the ${counted(noted, 'opt-out or bounce', 'opt-outs or bounces')} that it put on record`]),
    ...(topics === 0 ? [] : ['takes back what it said of topics']),
  ];
  const words = `This ${acts.join(', and ')}. Contacts edited since then are left alone.`;
  return {
    ...button('Undo', actions.undoImport, String(state.id)),
    confirm: {
      title: { type: 'plain_text', text: 'Undo this import?' },
      text: { type: 'plain_text', text: words },
      confirm: { type: 'plain_text', text: 'Undo import' },
      deny: { type: 'plain_text', text: 'Cancel' },
      style: 'danger',
    },
  };
}

/** What accompanies the file of an import's rejected rows. */
export function rejectedFile(fileName: string): Message {
  return message(
    [
      section(
        md`:page_facing_up: Rows of ${bold(clip(fileName, 200))} that weren’t imported, with their line and the reason.`,
      ),
    ],
    `Rows of ${fileName} that weren’t imported, with their line and the reason.`,
  );
}

/** An import that is being undone: its progress, or why it stopped. */
function undoProgress(state: ImportState, perSecond?: number): Message {
  const { removed, restored, kept, added, updated, problem } = state;
  const [done, total] = [removed + restored + kept, added + updated];
  const name = bold(clip(state.fileName, 200));
  const words =
    total === 0 ? md`Nobody was added or changed` : md`${count(done)} of ${counted(total, 'contact')}`;
  if (problem !== null) {
    const sentence = `Undoing the import of ${state.fileName} stopped: ${problem}`;
    return message(
      [
        section(md`:warning: ${escaped(sentence)}`),
        importButtons(state, ['Continue undo', actions.undoImport]),
        context(words),
      ],
      sentence,
    );
  }
  return message(
    [
      section(md`:leftwards_arrow_with_hook: Undoing the import of ${name}\n${bar(done, total)}`),
      context(md`${words}${paceOf(total - done, 'contacts', perSecond)}`),
    ],
    `Undoing the import of ${state.fileName}: ${percentOf(done, total)}`,
  );
}

/** The result of undoing an import. */
function undoResult(state: ImportState): Message {
  const { removed, restored, kept, noted } = state;
  const parts = [
    md`*${count(removed)}* removed`,
    md`*${count(restored)}* restored`,
    ...(kept === 0 ? [] : [md`*${count(kept)}* left alone: edited since`]),
    ...(noted === 0
      ? []
      : [
          md`*${count(noted)}* ${noted === 1 ? md`opt-out or bounce` : md`opt-outs or bounces`} off the record`,
        ]),
  ];
  return message(
    [
      section(
        md`:leftwards_arrow_with_hook: Undid the import of ${bold(clip(state.fileName, 200))}\n${joined(parts, '  ·  ')}`,
      ),
      ...(kept === 0
        ? []
        : [
            buttons(
              ...listingInWindow('Show who was left alone', 'kept', {
                source: { of: 'import', id: state.id, part: 'kept' },
              }),
            ),
          ]),
      ...unmadeBlocks(state),
    ],
    `Undid the import of ${state.fileName}: ${count(removed)} removed, ${count(restored)} restored, ${count(kept)} left alone`,
  );
}

/** What happened to the tags and attributes that the import created; empty if it created none. */
function unmadeBlocks({ unmade }: ImportState): KnownBlock[] {
  if (unmade === null) return [];
  const { tags, attributes } = unmade;
  const gone = [
    ...(tags.gone === 0 ? [] : [counted(tags.gone, 'tag')]),
    ...(attributes.gone === 0 ? [] : [counted(attributes.gone, 'attribute')]),
  ];
  const lines = [
    ...(gone.length === 0 ? [] : [md`Also deleted ${joined(gone, ' and ')} that it created.`]),
    ...stayLine(tags, 'tag', 'contacts or segments still use'),
    ...stayLine(attributes, 'attribute', 'contacts, segments or other imports still use'),
  ];
  return lines.map(context);
}

function stayLine({ kept, names }: Unmade, what: string, why: string): Mrkdwn[] {
  if (kept === 0) return [];
  const rest = kept - names.length;
  const list = md`${joined(
    names.map((name) => code(clip(name, 60))),
    ', ',
  )}${rest > 0 ? md` and ${count(rest)} more` : ''}`;
  const it = kept === 1 ? md`it` : md`them`;
  return [md`Kept the ${escaped(what)}${kept === 1 ? '' : md`s`} ${list}: ${escaped(why)} ${it}.`];
}

const inNumbers = (state: ImportState): Mrkdwn =>
  md`${count(state.added)} added, ${count(state.updated)} updated, ${count(state.unchanged)} unchanged, ${count(state.rejected)} rejected`;

const importButtons = (state: ImportState, ...named: [text: string, action: string][]): KnownBlock =>
  buttons(...named.map(([text, action]) => button(text, action, String(state.id))));
