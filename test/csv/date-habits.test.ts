import { expect, test } from 'vitest';
import { type DateHabit, dateHabit } from '../../src/csv/columns/date-habits.ts';

test.each<[string, string[], DateHabit | undefined]>([
  ['가입일', [], 'year-first'],
  ['登録日', [], 'year-first'],
  ['生年月日', ['Email'], 'year-first'],
  ['Anmeldedatum', [], 'year-last'],
  ['Дата регистрации', [], 'year-last'],
  ["Date d'inscription", [], 'year-last'],
  ['Fecha de alta', [], 'year-last'],
  ['Kayıt tarihi', [], 'year-last'],
  // The other columns of the file, if its own name says nothing.
  ['date', ['Email', '이름'], 'year-first'],
  ['Datum', ['E-Mail', 'Vorname'], 'year-last'],
  ['date', ['이름', 'Vorname'], undefined],
  // Names that are used everywhere, and languages in which both are usual.
  ['Signup date', ['Email', 'First name', 'Country'], undefined],
  ['Datum', ['E-post', 'Namn'], undefined],
  ['Dátum', ['Keresztnév'], undefined],
])('years with two digits under %j beside %j: %s', (header, headers, habit) => {
  expect(dateHabit(header, [header, ...headers])).toBe(habit);
});
