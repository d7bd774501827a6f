import { expect, test } from 'vitest';
import { isDoubtfulBoolean, readBoolean } from '../../src/csv/cells/booleans.ts';
import { tidyCell } from '../../src/csv/cells/cells.ts';
import { readTags } from '../../src/csv/cells/tags.ts';

test.each([
  ['="00123"', '00123'],
  ['="0123456"', '0123456'],
  ['=T("0042")', '0042'],
  ['=""', ''],
  ["'00123", '00123'],
  ["'+47 20 79 46", '+47 20 79 46'],
  ["'90s kid", "'90s kid"],
  ["'t Hart", "'t Hart"],
  ['=Ada', '=Ada'],
  ['=1+1', '=1+1'],
  ['1 Main St\u000bOslo', '1 Main St Oslo'],
  ['Ada\u001a', 'Ada'],
  [' a \n b ', 'a b'],
])('a cell of %j is tidied to %j', (cell, tidy) => {
  expect(tidyCell(cell)).toBe(tidy);
});

test.each<[cell: string, tags: string[]]>([
  ['["vip", "beta"]', ['vip', 'beta']],
  ['[]', []],
  ['[vip, beta]', ['vip', 'beta']],
  ["['vip', 'early bird']", ['vip', 'early bird']],
  ['{vip,"early bird"}', ['vip', 'early bird']],
  ['{}', []],
  ['["caf\\u00e9"]', ['café']],
  ['["Paris, France"]', ['Paris France']],
  ['[{"id":1,"name":"vip"},{"id":2,"name":"beta"}]', ['vip', 'beta']],
  ['[1, 2]', ['1', '2']],
  ['a:2:{i:0;s:3:"vip";i:1;s:4:"beta";}', ['vip', 'beta']],
  ['vip\nbeta', ['vip', 'beta']],
  ['vip\r\nnews', ['vip', 'news']],
  ['#vip #beta', ['vip', 'beta']],
  ['#vip, #beta', ['vip', 'beta']],
  ['#1 fan', ['#1 fan']],
  ['C#', ['C#']],
  ['NULL', []],
  ['vip, N/A, -', ['vip']],
  ['none', []],
  ['* myContacts ::: Friends', ['Friends']],
  ['[broken', ['[broken']],
])('tags of %j are %j', (cell, tags) => {
  expect(readTags(cell)).toEqual(tags);
});

test.each<[cell: string, value: boolean | null]>([
  ['WAHR', true],
  ['Falsch', false],
  ['VRAI', true],
  ['FAUX', false],
  ['VERDADERO', true],
  ['falso', false],
  ['ONWAAR', false],
  ['ИСТИНА', true],
  ['はい', true],
  ['sí', true],
  ['✓', true],
  ['t', true],
  ['F', false],
  ['maybe', null],
  ['', null],
  ['1', null],
])('%j is %j', (cell, value) => {
  expect(readBoolean(cell)).toBe(value);
});

test('a word that also means something else is a doubtful boolean', () => {
  expect(['f', 'N', 'sand', 'tak'].every(isDoubtfulBoolean)).toBe(true);
  expect(['yes', 'false', 'wahr', 'vrai'].some(isDoubtfulBoolean)).toBe(false);
});
