import type { ImportState } from '../audience/imports/imports.ts';
import type { ImportRehearsal } from '../audience/imports/rehearsal.ts';
import type { MappingProblem } from '../csv/columns/mapping.ts';
import { emptyMeaning } from '../csv/consent/consent.ts';
import { readingWords, separationWords } from '../csv/file/reading.ts';
import type { Column, Consent, Mapping } from '../csv/schema.ts';
import { clip } from '../lib/words.ts';
import { optOutOptions } from './import-values.ts';

/** A number as people write it: 12,000. */
export const count = (n: number): string => n.toLocaleString('en-US');

/** How each column is read, and what to know about it. */
export function mappingWords(mapping: Mapping, problems: MappingProblem[]): string {
  const widest = Math.min(30, Math.max(...mapping.columns.map(({ header }) => header.length)));
  const lines = mapping.columns.map(
    (column) =>
      `  ${clip(column.header, 30).padEnd(widest)}  ${roleOf(column).padEnd(26)}  ${clip(cellsOf(column), 140)}`,
  );
  const reading = readingWords(mapping);
  const read =
    reading === undefined ? [] : [`  ${reading} If that looks garbled, choose another one with --encoding.`];
  const { format } = mapping;
  // A comma is the usual delimiter, so it isn't mentioned.
  const isUsual =
    format.delimiter === ',' && !format.chosenDelimiter && !format.wrapped && !format.list && !format.quote;
  const separated = isUsual
    ? []
    : [`  ${separationWords(format)} If that's wrong, choose another delimiter with --delimiter.`];
  const notes = problems.map(({ message, hint }) => `  ${message} ${hint}`);
  return [...lines, ...separated, ...read, ...notes].map((line) => line.trimEnd()).join('\n');
}

/** A few sample cells; for a status, what each means. */
const cellsOf = ({ target, consent, samples }: Column): string =>
  target === 'status' && consent !== undefined ? consentWords(consent) : clip(samples.join(' · '), 60);

/** How a column of statuses is read: "yes" = unsubscribed (3), empty = non-subscribed (2). */
function consentWords(consent: Consent): string {
  const { values, others, empty, way } = consent;
  const cells = values.map(({ value, rows, means }) => `${value} = ${means ?? '?'} (${count(rows)})`);
  const read = { words: 'words for a status', consent: 'consent', 'opt-out': 'opt-outs', bounce: 'bounces' };
  return [
    ...(cells.length > 0 || way === null || way === 'end' || way === 'going' ? cells : [read[way]]),
    ...(others === null ? [] : [`other cells = ${others.means ?? '?'} (${count(others.rows)})`]),
    ...(empty.rows === 0 ? [] : [`empty = ${emptyMeaning(consent)} (${count(empty.rows)})`]),
  ].join(', ');
}

function roleOf({ target, type, dateOrder }: Column): string {
  if (target === 'ignore') return 'not imported';
  const order = { dmy: ', day first', mdy: ', month first', ymd: '' };
  const isDate = type === 'date' && (target === 'attribute' || target === 'signed-up');
  const dates = isDate ? (dateOrder === null ? ', ambiguous' : order[dateOrder]) : '';
  return target === 'attribute' ? `attribute (${type}${dates})` : `${target.replace('-', ' ')}${dates}`;
}

/**
 * Describes what an import would do.
 *
 * @param options.mapping how the file is read; a person can still turn cells that mean non-subscribed into
 *   opt-outs
 */
export function rehearsalWords(rehearsal: ImportRehearsal, { mapping }: { mapping: Mapping }): string {
  const {
    added,
    updated,
    unchanged,
    rejected,
    reasons,
    repeated,
    blocked,
    resubscribed,
    lowered,
    noted,
    newTags,
    newAttributes,
  } = rehearsal;
  const stay = blocked.unsubscribed + blocked.bounced + blocked.nonSubscribed;
  const names = (list: string[]): string =>
    `${list.slice(0, 10).join(', ')}${list.length > 10 ? ` and ${count(list.length - 10)} more` : ''}`;
  const lines = [
    `  ${count(added)} new, ${count(updated)} changed, ${count(unchanged)} unchanged, ${count(rejected)} rejected`,
    ...reasons.map(
      ({ reason, rows, lines: at }) =>
        `    ${count(rows)}: ${clip(reason, 100)} (line ${at.map(count).join(', ')}${rows > at.length ? ', …' : ''})`,
    ),
    ...(noted > 0 ? [`  ${notedWords(noted)}`] : []),
    ...(repeated > 0 ? [`  ${repeatedWords(repeated)}`] : []),
    ...(stay > 0
      ? [
          `  ${count(stay)} would be subscribed again by this file: they keep their status (see --resubscribe)`,
        ]
      : []),
    ...(lowered.unsubscribed + lowered.bounced > 0 ? [`  ${loweredWords(lowered)}`] : []),
    ...(rehearsal.staySubscribed > 0 ? stayWords(rehearsal.staySubscribed, mapping) : []),
    ...rehearsal.unanswered.map(
      ({ header, rows }) =>
        `  ${count(rows)} ${rows === 1 ? 'row has' : 'rows have'} no answer in "${header}": non-subscribed, because nothing says they agreed`,
    ),
    ...(resubscribed > 0
      ? [
          `  ${count(resubscribed)} become${resubscribed === 1 ? 's' : ''} subscribed again: with --resubscribe, you confirm that they agreed`,
        ]
      : []),
    ...(newTags.length > 0 ? [`  new tags: ${names(newTags)}`] : []),
    ...(newAttributes.length > 0
      ? [`  new attributes: ${names(newAttributes.map(({ name }) => name))}`]
      : []),
    ...rehearsal.topics.map(
      ({ name, on, off, stayOff }) =>
        `  topic ${name}: turned on for ${count(on)}, off for ${count(off)}${stayOff > 0 ? `; ${count(stayOff)} turned it off before and keep it off` : ''}`,
    ),
    ...rehearsal.alikeTags.map(({ written, used }) => `  the tag "${written}" is added as "${used}"`),
  ];
  return lines.join('\n');
}

const repeatedWords = (repeated: number): string =>
  repeated === 1
    ? '1 address is in more than one row: its rows are merged'
    : `${count(repeated)} addresses are in more than one row: their rows are merged`;

const notedWords = (noted: number): string =>
  `${count(noted)} ${noted === 1 ? 'opt-out or bounce is' : 'opt-outs or bounces are'} kept on record of people whose status stays the same`;

function loweredWords({ unsubscribed, bounced }: ImportRehearsal['lowered']): string {
  const parts = [
    ...(unsubscribed > 0
      ? [`${count(unsubscribed)} become${unsubscribed === 1 ? 's' : ''} unsubscribed`]
      : []),
    ...(bounced > 0 ? [`${count(bounced)} become${bounced === 1 ? 's' : ''} bounced`] : []),
  ];
  return `${parts.join(' and ')}, as in the file: they get no more mail`;
}

/** Says who would keep getting mail, and how to turn their cells into opt-outs. */
function stayWords(people: number, mapping: Mapping): string[] {
  const options = optOutOptions(mapping);
  const [are, stay] = people === 1 ? ['is', 'stays'] : ['are', 'stay'];
  return [
    `  ${count(people)} ${are} subscribed here and non-subscribed in this file: ${people === 1 ? 'this person' : 'they'} ${stay} subscribed`,
    ...(options.length === 0 ? [] : [`    If that means they unsubscribed, add ${options.join(' ')}`]),
  ];
}

/** Describes how an import ended. */
export function endWords(state: ImportState): string {
  const { added, updated, unchanged, rejected, repeated } = state;
  const numbers = `${count(added)} added, ${count(updated)} updated, ${count(unchanged)} unchanged, ${count(rejected)} rejected`;
  const merged = repeated > 0 ? ` ${repeatedWords(repeated)}.` : '';
  switch (state.state) {
    case 'running':
      return `Stopped after row ${count(state.rowsDone)} of ${count(state.rowsTotal)}: ${numbers}.${merged} Run the same command again to continue.`;
    case 'cancelled':
      return `Canceled after row ${count(state.rowsDone)}: ${numbers}.${merged}`;
    default: {
      const where = rejected > 0 ? ' To see which rows were rejected, and why: /contacts in Slack.' : '';
      return `${numbers}.${merged}${where}`;
    }
  }
}

/** A progress line on a terminal; prints nothing if the output isn't one. */
export function progressBar(out = process.stderr): {
  show: (what: string, at: { done: number; total: number; perSecond?: number | undefined }) => void;
  clear: () => void;
} {
  let last = 0;
  return {
    show(what, { done, total, perSecond }) {
      const now = performance.now();
      if (!out.isTTY || (now - last < 100 && done < total)) return;
      last = now;
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const filled = Math.round(share * 24);
      const left =
        perSecond === undefined || perSecond < 1
          ? ''
          : `, ${count(Math.round(perSecond))} a second, ${Math.ceil((total - done) / perSecond)} s left`;
      const bar = '█'.repeat(filled) + '░'.repeat(24 - filled);
      out.write(
        `\r\u001b[K${what} ${bar} ${Math.floor(share * 100)} %  ${count(done)} of ${count(total)}${left}`,
      );
    },
    clear() {
      if (out.isTTY) out.write('\r\u001b[K');
    },
  };
}
