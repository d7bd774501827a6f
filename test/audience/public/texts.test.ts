import { describe, expect, it } from 'vitest';
import { en } from '../../../src/audience/public/texts/en.ts';
import { languageFor, publicTexts, speaking } from '../../../src/audience/public/texts.ts';

const keys = Object.keys(en) as (keyof typeof en)[];
const others = Object.entries(publicTexts).filter(([language]) => language !== 'en');
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe('public texts', () => {
  it('exist in nine languages, with none missing', () => {
    const missing = others.map(([language, texts]) => [language, keys.filter((key) => !texts[key]).length]);
    expect(missing).toEqual(
      ['de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja'].map((language) => [language, 0]),
    );
  });

  it.each(others)('have the same placeholders in %s as in English', (_language, texts) => {
    for (const key of keys)
      expect([key, placeholders(texts[key] ?? '')]).toEqual([key, placeholders(en[key])]);
  });

  it('contain names unchanged', () => {
    expect(speaking('de', { brand: 'A & {address}' })('address', { address: 'j•••@x.example' })).toBe(
      'Einstellungen für j•••@x.example',
    );
    expect(speaking('en', { brand: '$& {date}' })('joinSubject')).toBe('Confirm your sign-up for $& {date}');
  });

  it.each([
    [{ person: 'de' }, 'de'],
    [{ person: 'pt-BR' }, 'pt'],
    [{ person: 'German' }, 'en'],
    [{ person: 'sv', accepted: 'sv, fr;q=0.8, de;q=0.9' }, 'de'],
    [{ person: null, accepted: 'ja-JP,ja;q=0.9,en;q=0.8' }, 'ja'],
    [{ accepted: 'de;q=0, it;q=0.1' }, 'it'],
    [{ accepted: '*' }, 'en'],
    [{ accepted: ';;;,,q=1' }, 'en'],
    [{ accepted: 'constructor, __proto__' }, 'en'],
    [{ person: 'it', accepted: 'ja' }, 'it'],
    [{}, 'en'],
  ])('exist in the language for %o: %s', (given, language) => {
    expect(languageFor(given)).toBe(language);
  });
});
