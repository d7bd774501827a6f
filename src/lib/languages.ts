/**
 * The code (ISO 639-1 if there is one, lower case) of a language given by its English name, its own name, or
 * a code with or without a region; null for an unknown language.
 *
 * @example languageCode('German') // 'de'
 * @example languageCode('pt-BR') // 'pt'
 * @example languageCode('Klingonish') // null
 */
export function languageCode(text: string): string | null {
  const wanted = text.normalize('NFC').trim().toLowerCase();
  const primary = /^([a-z]{2,3})(?:[-_][a-z0-9]+)*$/.exec(wanted)?.[1];
  if (primary !== undefined) {
    if (codes.includes(primary)) return primary;
    // Three-letter and withdrawn codes ("deu", "iw"): Intl knows their modern form.
    const modern = Intl.getCanonicalLocales(primary)[0] ?? primary;
    if (codes.includes(modern)) return modern;
  }
  return byName().get(wanted) ?? null;
}

/**
 * The English name of a language code; the text itself if the code is unknown.
 *
 * @example languageName('de') // 'German'
 */
export function languageName(code: string): string {
  return codes.includes(code) ? (english.of(code) ?? code) : code;
}

/** The English names of all languages, for suggestions. Kept, because each sentence asks for them. */
export function languageNames(): readonly string[] {
  listed ??= codes.map(languageName);
  return listed;
}

let listed: readonly string[] | undefined;

/** ISO 639-1, and the few three-letter codes that browsers and phones send. */
const codes = (
  'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj ' +
  'fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky ' +
  'la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru ' +
  'rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo ' +
  'za zh zu fil haw'
).split(' ');

const english = new Intl.DisplayNames('en', { type: 'language' });
const aliases = {
  farsi: 'fa',
  flemish: 'nl',
  mandarin: 'zh',
  cantonese: 'zh',
  castilian: 'es',
  tagalog: 'tl',
  norwegian: 'no',
};

let names: Map<string, string> | undefined;

/**
 * Codes by English name and by the language's own name, lower case. Built on first use: it takes a few
 * milliseconds.
 */
function byName(): Map<string, string> {
  if (names !== undefined) return names;
  names = new Map();
  for (const code of codes) {
    const own = new Intl.DisplayNames(code, { type: 'language', fallback: 'none' }).of(code);
    if (own !== undefined) names.set(own.normalize('NFC').toLowerCase(), code);
  }
  for (const code of codes) names.set((english.of(code) ?? code).toLowerCase(), code);
  for (const [name, code] of Object.entries(aliases)) names.set(name, code);
  return names;
}
