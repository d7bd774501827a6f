import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countryCode, countryName } from '../../src/lib/countries.ts';
import { languageCode, languageName } from '../../src/lib/languages.ts';

describe('countries', () => {
  it.each([
    ['Norway', 'NO'],
    ['  norway ', 'NO'],
    ['no', 'NO'],
    ['NOR', 'NO'],
    ['uk', 'GB'],
    ['U.S.', 'US'],
    ['usa', 'US'],
    ['The Netherlands', 'NL'],
    ["Cote d'Ivoire", 'CI'],
    ['CÔTE D’IVOIRE', 'CI'],
    ['Korea', 'KR'],
    ['Congo (Kinshasa)', 'CD'],
    ['Congo', 'CG'],
    ['Svalbard & Jan Mayen Islands', 'SJ'],
    ['Swaziland', 'SZ'],
    ['Netherlands Antilles', 'AN'],
    ['St Lucia', 'LC'],
    ['Türkiye', 'TR'],
    ['Österreich', 'AT'],
    ['Allemagne', 'DE'],
    ['Pays-Bas', 'NL'],
    ['Estados Unidos', 'US'],
    ['EE.UU.', 'US'],
    ['Hiszpania', 'ES'],
    ['Großbritannien', 'GB'],
    ['Россия', 'RU'],
    ['日本', 'JP'],
  ])('reads %s as %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  it.each(['', ' ', 'Atlantis', 'Virgin Islands', 'XX', 'Norways', 'constructor', '840'])(
    'knows no country %j',
    (text) => {
      expect(countryCode(text)).toBeNull();
    },
  );

  it('reads back every name that it gives', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const codes = letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((code) => countryCode(code) === code);
    expect(codes.length).toBe(251);
    expect(codes.filter((code) => countryCode(countryName(code)) !== code)).toEqual([]);
    expect(countryName('Atlantis')).toBe('Atlantis');
  });

  it('knows every country in a list that others made', () => {
    const file = new URL('../fixtures/country-names.txt', import.meta.url);
    const names = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(names).toHaveLength(243);
    expect(names.filter((name) => countryCode(name) === null)).toEqual([]);
  });
});

describe('languages', () => {
  it.each([
    ['German', 'de'],
    ['deutsch', 'de'],
    ['de-AT', 'de'],
    ['pt_BR', 'pt'],
    ['deu', 'de'],
    ['iw', 'he'],
    ['Français', 'fr'],
    ['Chinese', 'zh'],
    ['Farsi', 'fa'],
  ])('reads %s as %s', (text, code) => {
    expect(languageCode(text)).toBe(code);
  });

  it.each(['', 'Klingonish', 'xx', 'de AT', '12'])('knows no language %j', (text) => {
    expect(languageCode(text)).toBeNull();
  });

  it('names a code, and leaves other text as it is', () => {
    expect([languageName('de'), languageName('Klingonish')]).toEqual(['German', 'Klingonish']);
  });
});
