import { yesOrNo } from '../cells/yes-words.ts';
import type { Consent } from '../schema.ts';
import { readConsent } from './cells.ts';
import { type ConsentTally, tellingRows } from './tally.ts';
import type { Meaning } from './terms.ts';

/** The facts about a column that matter here. */
interface Facts {
  consent: ConsentTally;
  filled: number;
  /** Cells that hold a date. */
  dates: { readable: number };
  samples: readonly string[];
}

/**
 * Whether a column may say who gets mail, by its name or its cells, so that it never silently becomes an
 * attribute.
 */
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
      // The origin of a consent (OPTIN_IP); a list of people who didn't agree never has it.
      return (
        !samples.every(isAddressOfMachine) && !all.some((other) => other !== column && givesConsent(other))
      );
    default:
      return name.asks satisfies never;
  }
}

/** What is known about a column that says who gets mail, or that a person may think does. */
export function consentOf(column: Facts, all: readonly Facts[]): Consent {
  const { consent } = column;
  const { name, way, cells, unknown, empty } = consent;
  const isDetail = name?.asks === 'detail' && unknown.rows > 0 && tellingRows(consent) === 0;
  const values = cells === null ? [] : valuesOf(cells, way);
  // In a column whose name doesn't mention mail, only words were looked for.
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

/** Cells that mention mail come first. */
const firstOf = (samples: string[]): string[] => [...new Set(samples)].slice(0, 3);

/**
 * Tags that are words for a status: "Unsubscribed" raises a question, because a team may name its tags
 * anything.
 */
export function consentOfTags({ tags, filled }: ConsentTally): Consent {
  const values = [...(tags ?? [])].map(([value, rows]) => ({ value, rows, means: null }));
  return {
    way: null,
    isDetail: false,
    isTags: true,
    values,
    // For people who use the column as a status anyway.
    others: { rows: filled, samples: [], means: null },
    empty: { rows: 0, means: 'nothing' },
  };
}

/** Whether a column of consent holds only moments: then it only dates what another column says. */
export const isMomentsOnly = ({ consent, filled, dates }: Facts): boolean =>
  consent.name?.way === 'consent' && filled > 0 && dates.readable === filled;

/**
 * Whether its moments are of consent ("Opt-in time"), and rows without one have no consent from another
 * column either.
 */
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
  // Raises a question, always or by the rule for listed cells.
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

/** Whether a column alone says, for each row, who agreed. */
const givesConsent = (column: Facts): boolean => {
  const { name, certain, unknown } = column.consent;
  const isAnswer = name?.asks === 'always' && (name.way === 'consent' || name.way === 'words');
  return isAnswer && !isMomentsOnly(column) && unknown.rows === 0 && certain.subscribed > 0;
};

const isNo = ({ name }: ConsentTally): boolean => name?.way === 'opt-out' || name?.way === 'bounce';

const hasWord = (certain: Record<Meaning, number>): boolean =>
  certain.subscribed + certain['non-subscribed'] + certain.unsubscribed + certain.bounced > 0;

/** Whether any cell says something other than no. */
const saysMoreThanNo = ({ cells, filled }: ConsentTally): boolean =>
  filled > 0 && (cells === null || [...cells.keys()].some((cell) => yesOrNo(cell) !== false));

/** Whether something ongoing has ended for some: by a no, or by a blank if all others say yes. */
function endsForSome({ answers: { yes, no, zeros, other }, empty }: ConsentTally): boolean {
  if (no > 0 || (zeros > 0 && other === 0)) return true;
  return yes > 0 && other === 0 && empty > 0;
}

/** A yes or no as a word or sign: numbers may mean anything, unless they are only 1 and 0. */
function hasAnswer({ cells, unknown }: ConsentTally): boolean {
  const some = cells === null ? unknown.samples : [...cells.keys()];
  if (cells !== null && some.length > 1 && some.every((cell) => yesOrNo(cell) !== null)) return true;
  return some.some((cell) => !/^[\d.,]+$/.test(cell) && yesOrNo(cell) !== null);
}

const isAddressOfMachine = (cell: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(cell) || (/^[\da-f:.]+$/i.test(cell) && cell.includes(':'));
