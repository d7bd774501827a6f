import { describe, expect, it } from 'vitest';
import { parseTimeframe } from '../../src/dates/parse.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { monday, range } from '../support/dates.ts';

function problem(phrase: string, changes: Partial<DateContext> = {}) {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (parsed.ok) throw new Error(`"${phrase}" is read as ${parsed.readBack}`);
  return parsed.problem;
}

/** Phrases of ten languages, and the English that is offered for them. */
const languages: Record<string, [phrase: string, english: string][]> = {
  German: [
    ['letzte 30 Tage', 'last 30 days'],
    ['in den letzten 30 Tagen', 'last 30 days'],
    ['vor zwei Wochen', '2 weeks ago'],
    ['vor Weihnachten', 'before Christmas'],
    ['seit gestern', 'since yesterday'],
    ['nächste Woche', 'next week'],
    ['15 Dezember 2025', '15 December 2025'],
    ['vom 1. März bis 5. April', 'from 1 March to 5 April'],
  ],
  French: [
    ['les 30 derniers jours', 'last 30 days'],
    ['le mois dernier', 'last month'],
    ['il y a 2 semaines', '2 weeks ago'],
    ['aujourd’hui', 'today'],
    ['3 mars 2026', '3 March 2026'],
    ['entre mars et mai', 'between March and May'],
    ["l'année dernière", 'last year'],
  ],
  Spanish: [
    ['los últimos 30 días', 'last 30 days'],
    ['hace un mes', '1 month ago'],
    ['el mes pasado', 'last month'],
    ['desde el 1 de marzo', 'since 1 March'],
    ['ayer', 'yesterday'],
  ],
  Italian: [
    ['negli ultimi 30 giorni', 'last 30 days'],
    ['2 settimane fa', '2 weeks ago'],
    ['da ieri', 'since yesterday'],
    ["l'anno scorso", 'last year'],
  ],
  Portuguese: [
    ['nos últimos 30 dias', 'last 30 days'],
    ['há 2 semanas', '2 weeks ago'],
    ['no mês passado', 'last month'],
    ['3 de março de 2026', '3 March 2026'],
  ],
  Dutch: [
    ['de afgelopen 30 dagen', 'last 30 days'],
    ['een maand geleden', '1 month ago'],
    ['sinds gisteren', 'since yesterday'],
  ],
  Swedish: [
    ['de senaste 30 dagarna', 'last 30 days'],
    ['för 2 veckor sedan', '2 weeks ago'],
    ['i går', 'yesterday'],
  ],
  Norwegian: [
    ['siste 30 dager', 'last 30 days'],
    ['siden i går', 'since yesterday'],
    ['forrige måned', 'last month'],
  ],
  Danish: [
    ['de sidste 30 dage', 'last 30 days'],
    ['for 2 uger siden', '2 weeks ago'],
    ['3. maj 2026', '3 May 2026'],
  ],
  Polish: [
    ['ostatnie 30 dni', 'last 30 days'],
    ['2 tygodnie temu', '2 weeks ago'],
    ['w zeszłym miesiącu', 'last month'],
    ['od wczoraj', 'since yesterday'],
  ],
};

describe.each(Object.entries(languages))('a timeframe in %s', (_language, cases) => {
  it.each(cases)('is refused, and for "%s" "%s" is offered', (phrase, english) => {
    expect(problem(phrase)).toMatchObject({
      message: 'Write the timeframe in English.',
      suggestions: [english],
    });
    expect(range(english)).not.toContain('refused');
  });
});

describe('other words that aren’t understood', () => {
  it.each(['過去30日', 'последние 30 дней', 'za poslední týden a včera vom Montag'])(
    'says of "%s" that English is expected, and suggests only what is known',
    (phrase) => {
      expect(problem(phrase)).toMatchObject({
        message: 'Write the timeframe in English.',
        suggestions: [],
      });
    },
  );

  it.each([
    ...['last 30 bananas', 'to do', 'mars bars', 'ten an hour', 'man of the week', 'on fire', 'per minute'],
    ...['since they signed up', 'over the holidays', 'last month please'],
  ])('doesn’t mistake "%s" for another language', (phrase) => {
    expect(problem(phrase).message).not.toContain('English');
  });
});
