import { clip } from '../../lib/words.ts';
import type { Consent } from '../schema.ts';
import { likelyIn, readConsent, saysNothing } from './cells.ts';
import { consentName } from './names.ts';
import { statusWord } from './statuses.ts';
import type { Meaning } from './terms.ts';

/** What a cell of the column says; null if no one knows. Blank cells aren't among the file's words. */
export function meaningIn(consent: Consent): (cell: string) => Meaning | null {
  const listed = new Map(consent.values.map(({ value, means }) => [value.toLowerCase(), means]));
  const empty = emptyMeaning(consent);
  return (cell) => {
    if (cell === '') return empty;
    const told = listed.get(cell.toLowerCase());
    if (told !== undefined) return told;
    const meaning = readConsent(cell, consent.way);
    if (meaning === 'nothing' && saysNothing(cell)) return empty;
    return meaning ?? consent.others?.means ?? null;
  };
}

/** A blank in a column that only ever says yes is no consent; next to a no it says nothing. */
export function emptyMeaning({ values, others, empty }: Consent): Meaning {
  if (empty.means !== null) return empty.means;
  const said = [...values.map(({ means }) => means), ...(others === null ? [] : [others.means])];
  const onlyYes = said.every((means) => means === 'subscribed' || means === 'nothing');
  return onlyYes && said.includes('subscribed') ? 'non-subscribed' : 'nothing';
}

/**
 * Whether a person has to say what some of its cells mean. Unless they say it, the meaning of a blank follows
 * from the others.
 */
export const isUndecided = ({ values, others }: Consent): boolean =>
  values.some(({ means }) => means === null) || (others !== null && others.means === null);

/**
 * The proposal for a blank in a column that raises a question: no consent. Next to cells that only ever say
 * no, it says nothing. It must not depend on the other answers, because a person changes those.
 */
export function proposedEmpty({ way, values, empty }: Consent): Meaning {
  if (empty.means !== null) return empty.means;
  if (way === 'opt-out' || way === 'bounce' || way === 'end') return 'nothing';
  const said = values.flatMap(({ means }) => (means === null || means === 'nothing' ? [] : [means]));
  return way === null && said.length > 0 && !said.includes('subscribed') ? 'nothing' : 'non-subscribed';
}

/** The proposed meaning of a cell that a person is asked about; null if it could be anything. */
export const likelyMeaning = (
  value: string,
  { isTags, way }: Pick<Consent, 'isTags' | 'way'>,
): Meaning | null => (isTags ? (statusWord(value) ?? null) : likelyIn(value, way));

/** The rows without an answer, which therefore count as no consent. */
export const withoutAnswer = (consent: Consent): number =>
  emptyMeaning(consent) === 'non-subscribed' ? consent.empty.rows : 0;

/** What was found in a column, plus what a person answered. */
export function withAnswers(found: Consent, given: Consent | undefined): Consent {
  if (given === undefined) return found;
  const { others, empty } = found;
  return {
    ...found,
    values: found.values.map((value, index) => ({
      ...value,
      means: given.values[index]?.means ?? value.means,
    })),
    others: others === null ? null : { ...others, means: given.others?.means ?? others.means },
    empty: { ...empty, means: given.empty.means ?? empty.means },
  };
}

/** For imports that began before columns stored what their cells mean: by the column's name. */
export function consentByName(header: string): Consent {
  const way = consentName(header)?.way ?? 'words';
  const means = way === 'opt-out' ? 'unsubscribed' : way === 'bounce' ? 'bounced' : null;
  return {
    way,
    isDetail: false,
    isTags: false,
    values: [],
    empty: { rows: 0, means: 'nothing' },
    others: { rows: 0, samples: [], means },
  };
}

/** "Status" may say who gets mail, and which cells are unclear. */
export function consentQuestion(header: string, { values, others, isDetail, isTags }: Consent): string {
  const unknown = values.filter(({ means }) => means === null);
  const shown = (others === null ? unknown.map(({ value }) => value) : others.samples)
    .slice(0, 4)
    .map((cell) => `"${clip(cell, 30)}"`);
  const more = others !== null || unknown.length > shown.length ? ' …' : '';
  const cells = shown.length === 0 ? 'its empty cells' : `${shown.join(', ')}${more}`;
  if (isTags) return `Tags in "${header}" may say who gets mail: ${cells}.`;
  return isDetail
    ? `"${header}" probably isn't about who gets mail, but it could be (${cells}).`
    : `"${header}" may say who gets mail, and it isn't clear what ${cells} ${shown.length === 1 ? 'means' : 'mean'}.`;
}
