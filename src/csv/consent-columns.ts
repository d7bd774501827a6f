import type { Consent } from './consent.ts';
import { readConsent } from './consent-cells.ts';
import { type ConsentTally, tellingRows } from './consent-tally.ts';
import type { Meaning } from './statuses.ts';
import { yesOrNo } from './yes-words.ts';

/** What of a column's facts matters here. */
interface Facts {
  consent: ConsentTally;
  filled: number;
  /** Cells that are a date. */
  dates: { readable: number };
  samples: readonly string[];
}

/** Whether a column may say who gets mail, by its name or its cells, so that it is never an attribute without a word. */
export function speaksOfMail(column: Facts, all: readonly Facts[]): boolean {
  const { consent, samples } = column;
  const { name, certain } = consent;
  if (consent.filled === 0 || name?.asks === 'never') return false;
  if (name?.asks === 'detail' && isNo(consent)) return consent.uncovered > 0;
  if (tellingRows(consent) > 0 || (consent.inside?.length ?? 0) > 0) return true;
  if (name === undefined) return false;
  switch (name.asks) {
    case 'always':
      return true;
    case 'words':
      return hasWord(certain);
    case 'telling-words':
      return false;
    case 'answers':
      return hasWord(certain) || hasAnswer(consent);
    case 'unless-no':
      return saysMoreThanNo(consent);
    case 'if-no':
      return endsForSome(consent);
    case 'detail':
      // Where somebody agreed (OPTIN_IP), which no list of people who didn't has.
      return (
        !samples.every(isAddressOfMachine) && !all.some((other) => other !== column && givesConsent(other))
      );
    default:
      return name.asks satisfies never;
  }
}

/** What is known of a column that says who gets mail, or that a person may take for one. */
export function consentOf(column: Facts, all: readonly Facts[]): Consent {
  const { consent } = column;
  const { name, way, cells, unknown, empty } = consent;
  const isDetail = name?.asks === 'detail' && unknown.rows > 0 && tellingRows(consent) === 0;
  const values = cells === null ? [] : valuesOf(cells, way);
  // Of a column whose name says nothing of mail, nothing but words was looked for.
  const isNamed = name !== undefined;
  const left = isNamed ? unknown.rows : consent.filled - tellingRows(consent);
  const samples = isNamed ? [...unknown.samples] : firstOf([...(consent.inside ?? []), ...column.samples]);
  const others = cells !== null || left === 0 ? null : { rows: left, samples, means: null };
  return {
    ...{
      way: name?.asks === 'detail' ? 'words' : (name?.way ?? null),
      isDetail,
      isTags: false,
      values,
      others,
    },
    empty: { rows: empty, means: meaningOfEmpty(column, all, others !== null) },
  };
}

/** Those first that made it speak of mail. */
const firstOf = (samples: string[]): string[] => [...new Set(samples)].slice(0, 3);

/** Tags that are words for a status: "Unsubscribed" is asked about, because a team calls its tags what it likes. */
export function consentOfTags({ tags, filled }: ConsentTally): Consent {
  const values = [...(tags ?? [])].map(([value, rows]) => ({ value, rows, means: null }));
  return {
    way: null,
    isDetail: false,
    isTags: true,
    values,
    // For who takes the column for a status all the same.
    others: { rows: filled, samples: [], means: null },
    empty: { rows: 0, means: 'nothing' },
  };
}

/** Whether all that a column of consent says is a moment: then it only dates what another column says. */
export const isMomentsOnly = ({ consent, filled, dates }: Facts): boolean =>
  consent.name?.way === 'consent' && filled > 0 && dates.readable === filled;

/** Whether its moments are of consent ("Opt-in time"), and those without one agreed by nothing else either. */
export const lacksConsent = (column: Facts, all: readonly Facts[]): boolean =>
  isMomentsOnly(column) &&
  column.consent.empty > 0 &&
  !all.some(
    (other) =>
      other !== column && (givesConsent(other) || (isMomentsOnly(other) && other.consent.empty === 0)),
  );

function meaningOfEmpty(column: Facts, all: readonly Facts[], isAsked: boolean): Meaning | null {
  const { consent } = column;
  if (isNo(consent)) return 'nothing';
  if (isMomentsOnly(column) && all.some((other) => other !== column && givesConsent(other))) return 'nothing';
  // Asked about, or by the rule where the different cells are listed.
  if (isAsked || consent.cells !== null) return null;
  const { subscribed, unsubscribed, bounced } = consent.certain;
  const onlyYes = subscribed > 0 && unsubscribed + bounced + consent.certain['non-subscribed'] === 0;
  return onlyYes ? 'non-subscribed' : 'nothing';
}

function valuesOf(cells: ReadonlyMap<string, number>, way: ConsentTally['way']): Consent['values'] {
  const values = new Map<string, Consent['values'][number]>();
  for (const [value, rows] of cells) {
    const before = values.get(value.toLowerCase());
    if (before === undefined)
      values.set(value.toLowerCase(), { value, rows, means: readConsent(value, way) });
    else before.rows += rows;
  }
  return [...values.values()];
}

/** Whether a column says by itself, of each row, who agreed. */
const givesConsent = (column: Facts): boolean => {
  const { name, certain, unknown } = column.consent;
  const isAnswer = name?.asks === 'always' && (name.way === 'consent' || name.way === 'words');
  return isAnswer && !isMomentsOnly(column) && unknown.rows === 0 && certain.subscribed > 0;
};

const isNo = ({ name }: ConsentTally): boolean => name?.way === 'opt-out' || name?.way === 'bounce';

const hasWord = (certain: Record<Meaning, number>): boolean =>
  certain.subscribed + certain['non-subscribed'] + certain.unsubscribed + certain.bounced > 0;

/** Whether some cell says anything but no. */
const saysMoreThanNo = ({ cells, filled }: ConsentTally): boolean =>
  filled > 0 && (cells === null || [...cells.keys()].some((cell) => yesOrNo(cell) !== false));

/** Whether what goes on does not for some: by a no, or by a blank where all others say yes. */
function endsForSome({ answers: { yes, no, zeros, other }, empty }: ConsentTally): boolean {
  if (no > 0 || (zeros > 0 && other === 0)) return true;
  return yes > 0 && other === 0 && empty > 0;
}

/** A yes or no as a word or sign: numbers are all kinds of things, unless they are 1 and 0 alone. */
function hasAnswer({ cells, unknown }: ConsentTally): boolean {
  const some = cells === null ? unknown.samples : [...cells.keys()];
  if (cells !== null && some.length > 1 && some.every((cell) => yesOrNo(cell) !== null)) return true;
  return some.some((cell) => !/^[\d.,]+$/.test(cell) && yesOrNo(cell) !== null);
}

const isAddressOfMachine = (cell: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(cell) || (/^[\da-f:.]+$/i.test(cell) && cell.includes(':'));
