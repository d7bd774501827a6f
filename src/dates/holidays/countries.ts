import { tokenize } from '../tokens.ts';

/** Countries in the names of holidays: what each is called, and the word for what is of it. */
const countries: readonly (readonly [called: string, adjective: string])[] = [
  ['us|usa|united states|america|the us|the usa|the united states', 'american'],
  ['uk|united kingdom|britain|the uk|the united kingdom', 'british'],
  ['india', 'indian'],
  ['canada', 'canadian'],
  ['australia', 'australian'],
  ['new zealand|nz', 'new zealand'],
  ['south africa', 'south african'],
  ['japan', 'japanese'],
  ['china', 'chinese'],
  ['south korea|korea', 'korean'],
  ['singapore', 'singaporean'],
  ['malaysia', 'malaysian'],
  ['indonesia', 'indonesian'],
  ['philippines|the philippines', 'philippine'],
  ['pakistan', 'pakistani'],
  ['bangladesh', 'bangladeshi'],
  ['nigeria', 'nigerian'],
  ['kenya', 'kenyan'],
  ['brazil', 'brazilian'],
  ['mexico', 'mexican'],
  ['italy', 'italian'],
  ['spain', 'spanish'],
  ['poland', 'polish'],
  ['finland', 'finnish'],
  ['sweden', 'swedish'],
  ['norway', 'norwegian'],
  ['denmark', 'danish'],
  ['netherlands|the netherlands|holland', 'dutch'],
  ['switzerland', 'swiss'],
  ['turkey', 'turkish'],
  ['ukraine', 'ukrainian'],
  ['russia', 'russian'],
  ['uae|the uae', 'emirati'],
];

interface Forms {
  /** The words of each name and adjective, with the name that the table uses. */
  known: ReadonlyMap<string, string[]>;
  firstWords: ReadonlySet<string>;
}

let forms: Forms | undefined;

function formsOfCountries(): Forms {
  forms ??= readForms();
  return forms;
}

function readForms(): Forms {
  const known = new Map<string, string[]>();
  const firstWords = new Set<string>();
  for (const [called, adjective] of countries) {
    const nouns = called.split('|');
    const said = [...nouns, adjective, ...nouns.map((noun) => `${noun}'s`)];
    const each = said.map((form) => tokenize(form).map(({ text }) => text));
    for (const words of each) {
      known.set(words.join(' '), each[0] ?? []);
      firstWords.add(words[0] ?? '');
    }
  }
  return { known, firstWords };
}

/** The words that a name can begin with if its country comes first. */
export function firstWordsOfCountries(): ReadonlySet<string> {
  return formsOfCountries().firstWords;
}

/**
 * A name with its country at the end, as in the table: "indian republic day", "india's republic day", and "republic
 * day in india" become "republic day india". Undefined if it has no country.
 */
export function countryLast(words: string[]): string[] | undefined {
  const { known } = formsOfCountries();
  for (let length = Math.min(mostWords, words.length - 1); length > 0; length -= 1) {
    const before = known.get(words.slice(0, length).join(' '));
    if (before !== undefined) return [...words.slice(length), ...before];
    const after = known.get(words.slice(-length).join(' '));
    const rest = words.slice(0, -length);
    if (after !== undefined) return [...(joints.has(rest.at(-1) ?? '') ? rest.slice(0, -1) : rest), ...after];
  }
  return undefined;
}

/** "The United States". */
const mostWords = 3;
const joints = new Set(['in', 'of']);
