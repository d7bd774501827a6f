import { de } from './texts/de.ts';
import { en, type PublicTexts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { it } from './texts/it.ts';
import { ja } from './texts/ja.ts';
import { nl } from './texts/nl.ts';
import { pl } from './texts/pl.ts';
import { pt } from './texts/pt.ts';

/** By ISO 639-1 code; each in its own file. To add a language, add its file and a row here. */
export const publicTexts = { en, de, fr, es, pt, it, nl, pl, ja } satisfies Record<
  string,
  Partial<PublicTexts>
>;

export type PublicLanguage = keyof typeof publicTexts;

const isPublicLanguage = (code: string): code is PublicLanguage => Object.hasOwn(publicTexts, code);

/** Says a text in a language, or in English if the translation lacks it. */
export type Say = (key: keyof PublicTexts, values?: Record<string, string>) => string;

/** The texts in one language, with the values that every text may use. */
export function speaking(language: PublicLanguage, always: { brand: string }): Say {
  const texts: Partial<PublicTexts> = publicTexts[language];
  return (key, values = {}) => {
    const filled: Record<string, string> = { ...always, ...values };
    return (texts[key] ?? en[key]).replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(filled, name) ? (filled[name] ?? '') : whole,
    );
  };
}

/**
 * The language for a reader: the person's own if known, then the browser's, then English.
 *
 * @param options.person ISO 639-1, or as typed
 * @param options.accepted the header `Accept-Language`
 */
export function languageFor(options: {
  person?: string | null | undefined;
  accepted?: string | undefined;
}): PublicLanguage {
  const wanted = [options.person ?? '', ...acceptedOf(options.accepted ?? '')];
  for (const tag of wanted) {
    const code = tag.trim().toLowerCase().split(/[-_]/, 1)[0] ?? '';
    if (isPublicLanguage(code)) return code;
  }
  return 'en';
}

/** The languages of an `Accept-Language` header, preferred first. Those with q=0 are left out. */
function acceptedOf(header: string): string[] {
  return header
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.split(';');
      const q = /^\s*q=([\d.]+)\s*$/.exec(rest.join(';'))?.[1];
      return { tag, weight: q === undefined ? 1 : Number(q) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
