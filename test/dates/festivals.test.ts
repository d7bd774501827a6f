import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { holidayKey, holidayNames } from '../../src/dates/holidays/find.ts';
import { holidayTable } from '../../src/dates/holidays/table.ts';
import { parseTimeframe } from '../../src/dates/parse.ts';
import { resolveTimeframe } from '../../src/dates/resolve.ts';
import type { DateContext } from '../../src/dates/schema.ts';
import { tokenize } from '../../src/dates/tokens.ts';
import { monday, range } from '../support/dates.ts';

const on = (day: string, changes: Partial<DateContext> = {}) => ({
  now: new Date(`${day}T10:00:00Z`),
  ...changes,
});
const ahead = { direction: 'future' } as const;

function refusal(phrase: string, changes: Partial<DateContext> = {}) {
  const parsed = parseTimeframe(phrase, { ...monday, ...changes });
  if (parsed.ok) throw new Error(`"${phrase}" is read as ${parsed.readBack}`);
  return { message: parsed.problem.message, suggestions: parsed.problem.suggestions };
}

/** A name with the first of these years that has it, and only once. */
function firstRead(name: string) {
  for (const year of [2018, 2024, 2021]) {
    const read = parseTimeframe(`${name} ${year}`, monday);
    if (read.ok) return read;
  }
  return undefined;
}

/** The day after an ISO date. */
const next = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Public lists of holidays, with their sources: test/fixtures/holidays. */
const published = readFileSync('test/fixtures/holidays/days.txt', 'utf8')
  .split('\n')
  .filter((line) => line.includes('|'))
  .map((line) => {
    const [phrase = '', days = ''] = line.split(' | ');
    return { phrase, days: days.includes('..') ? days : `${days}..${next(days)}` };
  });

describe('a festival', () => {
  it.each(published)('is on the day that the public lists have: $phrase', ({ phrase, days }) => {
    expect(range(phrase)).toBe(days);
  });

  it.each([
    ['rakhi 2025', 'Raksha Bandhan 2025'],
    ['rakshabandhan 2025', 'Raksha Bandhan 2025'],
    ['navaratri 2025', 'Navratri 2025'],
    ['sharad navratri 2025', 'Navratri 2025'],
    ['Dasara 2025', 'Dussehra 2025'],
    ['dussera 2025', 'Dussehra 2025'],
    ['Vijaya Dashami 2025', 'Dussehra 2025'],
    ['Baisakhi 2025', 'Vaisakhi 2025'],
    ['mahashivratri 2025', 'Maha Shivratri 2025'],
    ['Sivarathri 2025', 'Maha Shivratri 2025'],
    ['Basant Panchami 2025', 'Vasant Panchami 2025'],
    ['Saraswati Pooja 2025', 'Vasant Panchami 2025'],
    ['Gudi Padva 2025', 'Ugadi 2025'],
    ['Ram Navmi 2025', 'Rama Navami 2025'],
    ['Thai Pongal 2025', 'Pongal 2025'],
    ['Krishna Janmashtami 2025', 'Janmashtami 2025'],
    ['Karwa Chauth 2025', 'Karva Chauth 2025'],
    ['Bhai Duj 2025', 'Bhai Dooj 2025'],
    ['chath pooja 2024', 'Chhath Puja 2024'],
    ['deepawali 2025', 'Diwali 2025'],
    ['Puthandu 2025', 'Tamil New Year 2025'],
    ['Buddha Poornima 2025', 'Buddha Purnima 2025'],
    ['ratha-yatra 2025', 'Rath Yatra 2025'],
    ['Hari Raya Puasa 2025', 'Eid al-Fitr 2025'],
    ['tomb-sweeping day 2025', 'Qingming 2025'],
    ['Double Seventh Festival 2025', 'Qixi 2025'],
    ['korean thanksgiving 2025', 'Chuseok 2025'],
  ])('has other spellings: "%s" is %s', (phrase, name) => {
    const read = parseTimeframe(phrase, monday);
    expect(read.ok && read.readBack).toContain(`${name} →`);
  });
});

describe('every name in the table of holidays', () => {
  it('is read as its holiday', () => {
    const others: string[] = [];
    for (const [name, , more = ''] of holidayTable) {
      const id = holidayNames().ids.get(holidayKey(tokenize(name).map(({ text }) => text)));
      for (const each of [name, ...more.split('|')].filter((text) => text !== '')) {
        const read = firstRead(each.replace('(day)', 'day'));
        const found = read?.timeframe;
        if (found?.kind !== 'holiday' || found.holiday !== id)
          others.push(`${each}: ${JSON.stringify(found)}`);
      }
    }
    expect(others).toEqual([]);
  });
});

describe('the days around a festival', () => {
  it.each([
    ['Bhogi 2024', '2024-01-14..2024-01-15'],
    ['Mattu Pongal 2024', '2024-01-16..2024-01-17'],
    ['Kanum Pongal 2024', '2024-01-17..2024-01-18'],
    ['Holika Dahan 2026', '2026-03-03..2026-03-04'],
    ['Choti Diwali 2025', '2025-10-19..2025-10-20'],
    // From Ghatasthapana to the eve of Dussehra: eight to ten days.
    ['Navratri 2020', '2020-10-17..2020-10-25'],
    ['Navratri 2024', '2024-10-03..2024-10-12'],
    ['Navratri 2025', '2025-09-22..2025-10-02'],
    ['Chaitra Navratri 2025', '2025-03-30..2025-04-07'],
    ['Songkran 2026', '2026-04-13..2026-04-16'],
    ['Golden Week Japan 2026', '2026-04-29..2026-05-06'],
    ['National Day Golden Week 2026', '2026-10-01..2026-10-08'],
  ])('have their own dates: "%s" is %s', (phrase, days) => {
    expect(range(phrase)).toBe(days);
  });
});

describe('a festival on one of two days', () => {
  it.each([
    ['Makar Sankranti 2023', '14 or 15 January', ['14 January 2023', '15 January 2023']],
    ['since Naraka Chaturdashi 2025', '19 or 20 October', ['since 19 October 2025', 'since 20 October 2025']],
    [
      '3 days before Chhath 2025',
      '27 or 28 October',
      ['3 days before 27 October 2025', '3 days before 28 October 2025'],
    ],
    [
      'from Guru Gobind Singh Jayanti 2022 to Holi 2023',
      '9 January or 29 December',
      ['from 9 January 2022 to Holi 2023', 'from 29 December 2022 to Holi 2023'],
    ],
    ['Guru Gobind Singh Jayanti', '6 January or 27 December', ['6 January 2025', '27 December 2025']],
  ])('is asked about: "%s"', (phrase, days, suggestions) => {
    expect(refusal(phrase)).toEqual({ message: expect.stringContaining(`may be ${days}.`), suggestions });
  });

  it('is read in the other years', () => {
    expect(range('Makar Sankranti')).toBe('2026-01-14..2026-01-15');
    expect(refusal('Makar Sankranti', ahead).suggestions).toEqual(['14 January 2027', '15 January 2027']);
  });

  it('is not in every year', () => {
    expect(refusal('Guru Gobind Singh Jayanti 2018').message).toMatch(/^There is no such time/);
  });
});

describe('a festival whose date we do not know', () => {
  const diwali = 'The dates of Diwali are known only from 2010 to 2030.';
  const vesak = 'The dates of Vesak are known only from 2010 to 2026.';

  it.each<[string, string, Partial<DateContext>?]>([
    ['Diwali 2031', diwali],
    ['Diwali 2009', diwali],
    ['since Diwali 2035', diwali],
    ['the week of Diwali 2031', diwali],
    ['3 days after Diwali 2031', diwali],
    ['from Diwali 2030 to Diwali 2031', diwali],
    ['Vesak 2027', vesak],
    // The latest or the next one is in a year that we don't know; an earlier one isn't meant.
    ['next Vesak', vesak],
    ['Vesak', vesak, ahead],
    ['Diwali', diwali, on('2031-03-01')],
    ['last Diwali', diwali, on('2031-01-15')],
    ['last Diwali', diwali, on('2031-12-01')],
    ['the Diwali before last', diwali, on('2032-03-01')],
    ['since Diwali', diwali, on('2032-03-01')],
    ['next Diwali', diwali, on('2030-12-01', ahead)],
    ['from Diwali to Christmas', diwali, on('2031-12-30')],
    ['Diwali last year', diwali, on('2032-03-01')],
  ])('is refused with the years we know: "%s"', (phrase, message, changes) => {
    expect(refusal(phrase, changes)).toEqual({ message, suggestions: [] });
  });

  it('is read if its year is known', () => {
    expect(range('Diwali 2028', on('2032-03-01'))).toBe('2028-10-17..2028-10-18');
    expect(range('last Vesak')).toBe('2026-05-31..2026-06-01');
  });

  it('leaves a stored timeframe empty in such a year', () => {
    const stored = { kind: 'holiday', holiday: 'diwali', year: { offset: -1 } } as const;
    const at = (day: string) => resolveTimeframe(stored, { ...monday, ...on(day) });
    expect(at('2031-03-01').from).toEqual(new Date('2030-10-26T00:00:00+01:00'));
    expect(at('2032-03-01')).toEqual({ from: on('2032-03-01').now, to: on('2032-03-01').now });
  });
});

describe('a name that countries use for different days', () => {
  it.each([
    ['Golden Week', ['Golden Week Japan', 'Golden Week China']],
    ['since Golden Week 2025', ['since Golden Week Japan 2025', 'since Golden Week China 2025']],
    ['Hari Raya 2025', ['Hari Raya Puasa 2025', 'Hari Raya Haji 2025']],
    ['Saraswati Jayanti 2018', ['Vasant Panchami 2018', 'Dayananda Saraswati Jayanti 2018']],
    ['Pohela Boishakh', ['Pohela Boishakh Bangladesh', 'Pohela Boishakh India']],
    ['Constitution Day', ['Constitution Day US', 'Constitution Day India']],
    ['Republic Day', ['Republic Day India', 'Republic Day Italy', 'Republic Day Turkey']],
    ['Liberation Day', ['Liberation Day Italy', 'Liberation Day Netherlands']],
    ['Black History Month', ['Black History Month US', 'Black History Month UK']],
    ['World Book Day', ['World Book and Copyright Day', 'World Book Day UK']],
    ["Doctors' Day", ['National Doctors Day US', 'Doctors Day India']],
    ['Nurses Day', ['National Nurses Day', 'International Nurses Day']],
    [
      "Children's Day 2024",
      ["International Children's Day 2024", "World Children's Day 2024", "Children's Day India 2024"],
    ],
    ['teachers day', ["World Teachers' Day", "Teachers' Day India"]],
    ['Youth Day', ['International Youth Day', 'Youth Day South Africa', 'National Youth Day India']],
    ['family day', ['Family Day Canada', 'International Day of Families']],
    ['heritage day', ['Heritage Day South Africa', 'World Heritage Day']],
    ['freedom day', ['Freedom Day South Africa', 'Juneteenth']],
    ['victory day', ['VE Day', 'Victory Day Russia']],
    ['unity day', ['German Unity Day', 'National Unity Day India']],
    ['national day', ['National Day Singapore', 'National Day China', 'National Day Switzerland']],
    ['midsummer', ['Midsummer Day', 'Midsummer Sweden']],
    ['bank holiday', ['Early May Bank Holiday', 'Spring Bank Holiday', 'Summer Bank Holiday']],
    ['UK bank holiday', ['Early May Bank Holiday', 'Spring Bank Holiday', 'Summer Bank Holiday']],
    ['may bank holidays', ['Early May Bank Holiday', 'Spring Bank Holiday']],
    ['carnival', ['Carnival Monday', 'Mardi Gras']],
    ['doctor day', ['National Doctors Day US', 'Doctors Day India']],
    // Within a longer timeframe too.
    ['last Eid', ['last Eid al-Fitr', 'last Eid al-Adha']],
    ['Eid last year', ['Eid al-Fitr last year', 'Eid al-Adha last year']],
    ['3 days after eid', ['3 days after Eid al-Fitr', '3 days after Eid al-Adha']],
    [
      'between Eid 2025 and Christmas 2025',
      ['between Eid al-Fitr 2025 and Christmas 2025', 'between Eid al-Adha 2025 and Christmas 2025'],
    ],
    [
      'bank holiday weekend 2025',
      [
        'Early May Bank Holiday weekend 2025',
        'Spring Bank Holiday weekend 2025',
        'Summer Bank Holiday weekend 2025',
      ],
    ],
  ])('is asked about: "%s"', (phrase, suggestions) => {
    expect(refusal(phrase).suggestions).toEqual(suggestions);
    for (const each of suggestions) expect(parseTimeframe(each, monday).ok, each).toBe(true);
  });
});

describe('a name with its country', () => {
  it.each([
    ['republic day in india 2025', '2025-01-26..2025-01-27'],
    ['republic day of Italy 2025', '2025-06-02..2025-06-03'],
    ["India children's day 2024", '2024-11-14..2024-11-15'],
    ["Japanese Children's Day 2024", '2024-05-05..2024-05-06'],
    ['Thanksgiving in Canada 2024', '2024-10-14..2024-10-15'],
    ['thanksgiving usa 2024', '2024-11-28..2024-11-29'],
    ['labour day canada 2024', '2024-09-02..2024-09-03'],
    ['labour day in india 2024', '2024-05-01..2024-05-02'],
    ["mother's day in the UK 2024", '2024-03-10..2024-03-11'],
    ["us mother's day 2024", '2024-05-12..2024-05-13'],
    ["Mother's Day Mexico 2024", '2024-05-10..2024-05-11'],
    ["father's day australia 2024", '2024-09-01..2024-09-02'],
    ["father's day uk 2024", '2024-06-16..2024-06-17'],
    ['NZ Labour Day 2024', '2024-10-28..2024-10-29'],
    ["India's Independence Day 2024", '2024-08-15..2024-08-16'],
    ['US Memorial Day 2025', '2025-05-26..2025-05-27'],
    ['Russian Victory Day 2025', '2025-05-09..2025-05-10'],
    ["women's day south africa 2024", '2024-08-09..2024-08-10'],
    ["Midsummer's Eve 2025", '2025-06-20..2025-06-21'],
    ['midsummer in Sweden 2025', '2025-06-21..2025-06-22'],
    // A name that ends in a shared one.
    ['early May bank holiday weekend 2025', '2025-05-03..2025-05-06'],
  ])('"%s" is %s', (phrase, days) => {
    expect(range(phrase)).toBe(days);
  });

  it('keeps its own name', () => {
    const read = parseTimeframe('canadian thanksgiving 2024', monday);
    expect(read.ok && read.readBack).toContain('Canadian Thanksgiving 2024 →');
  });

  it('is still resolved from a stored timeframe with the name it had', () => {
    const daysOf = (holiday: string) =>
      resolveTimeframe({ kind: 'holiday', year: 2025, holiday }, { ...monday, timeZone: 'UTC' }).from;
    expect(daysOf('childrens-day')).toEqual(new Date('2025-06-01T00:00:00Z'));
    expect(daysOf('teachers-day')).toEqual(new Date('2025-10-05T00:00:00Z'));
    expect(daysOf('midsummer')).toEqual(new Date('2025-06-24T00:00:00Z'));
  });
});

describe('days of the world and of single countries', () => {
  it.each([
    ['World Mental Health Day 2025', '2025-10-10..2025-10-11'],
    ['World Kindness Day 2025', '2025-11-13..2025-11-14'],
    ["International Men's Day 2025", '2025-11-19..2025-11-20'],
    ['mens day 2025', '2025-11-19..2025-11-20'],
    ['CNY 2025', '2025-01-29..2025-01-30'],
    ['international yoga day 2025', '2025-06-21..2025-06-22'],
    ['World Philosophy Day 2025', '2025-11-20..2025-11-21'],
    ['National Siblings Day 2025', '2025-04-10..2025-04-11'],
    ['National Dog Day 2025', '2025-08-26..2025-08-27'],
    ['Galentines 2025', '2025-02-13..2025-02-14'],
    ['Festivus', '2025-12-23..2025-12-24'],
    ['Leap Day', '2024-02-29..2024-03-01'],
    ['Programmers Day 2024', '2024-09-12..2024-09-13'],
    ['Programmers Day 2025', '2025-09-13..2025-09-14'],
    ['Black History Month US 2024', '2024-02-01..2024-03-01'],
    ['Hispanic Heritage Month 2025', '2025-09-15..2025-10-16'],
    ['Citizenship Day 2025', '2025-09-17..2025-09-18'],
    ['Pearl Harbor Day 2025', '2025-12-07..2025-12-08'],
    ['Purple Heart Day 2025', '2025-08-07..2025-08-08'],
    ['Casimir Pulaski Day 2026', '2026-03-02..2026-03-03'],
    ['Leif Erikson Day 2025', '2025-10-09..2025-10-10'],
    ['Loyalty Day 2026', '2026-05-01..2026-05-02'],
    ['Inauguration Day', '2025-01-20..2025-01-21'],
    ['Inauguration Day 2013', '2013-01-21..2013-01-22'],
    ['Koningsdag 2025', '2025-04-26..2025-04-27'],
    ['Syttende Mai 2026', '2026-05-17..2026-05-18'],
    ['St Lucia 2025', '2025-12-13..2025-12-14'],
    ['Walpurgis Night 2026', '2026-04-30..2026-05-01'],
    ['Prinsjesdag 2026', '2026-09-15..2026-09-16'],
    ['Stir-up Sunday 2025', '2025-11-23..2025-11-24'],
    ['Saints Peter and Paul 2026', '2026-06-29..2026-06-30'],
    ['Sacred Heart 2025', '2025-06-27..2025-06-28'],
    ['Orthodox Maundy Thursday 2026', '2026-04-09..2026-04-10'],
    ['Melbourne Cup 2025', '2025-11-04..2025-11-05'],
    ['Commonwealth Day 2026', '2026-03-09..2026-03-10'],
  ])('"%s" is %s', (phrase, days) => {
    expect(range(phrase)).toBe(days);
  });

  it('does not take parts of a season for a festival', () => {
    expect(range('mid autumn')).toBe('2026-10-01..2026-11-01');
  });
});
