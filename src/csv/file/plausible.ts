import type { Encoding } from './encodings.ts';

/**
 * How much a text looks like names of people and places in the languages of an encoding: 1 if all of it does,
 * close to 0 for text read in the wrong encoding.
 *
 * @example plausibility('£ódŸ Kraków', 'windows-1252') // 0.004: Łódź is in Windows-1250
 */
export function plausibility(text: string, encoding: Encoding): number {
  const strange = text.match(beyondAscii)?.length ?? 0;
  if (strange === 0) return 1;
  const odd = oddities.reduce((sum, oddity) => sum + (text.match(oddity)?.length ?? 0), 0);
  return Math.max(0.01, 1 - (2 * odd) / strange) * shareExplained(text, encoding) ** 4;
}

const beyondAscii = /[^\0-\x7f]/gu;

/** Invalid in the encoding, or a control character in it. */
const NOTHING = '[\\ufffd\\u0080-\\u009f\\ue000-\\uf8ff]';
/** Signs that never touch a letter in a name; the frames and blocks of DOS are among them. */
const SIGN = '[†‡ˆ˜¦§¨©¬®°±¶¸¹²³¼½¾¤£¥¢‰\\u2500-\\u259f]';
/** Signs that may appear between two letters: quotes, the Catalan dot, the marks of East Asia. */
const JOINT = '[’‘“”«»´ʼ·…：（）、・\\u3000ー－\\u200c-\\u200f]';
const STRANGE_LETTER = '(?=[^\\0-\\x7f])(?!\\p{Script=Latin})\\p{L}';

/** What no name contains. Each match counts. */
const oddities: readonly RegExp[] = [
  // Twice, because nothing excuses it.
  ...[NOTHING, NOTHING],
  // A capital after a small letter, one of them accented: "MŸller".
  '\\p{Ll}(?=\\p{Lu})(?:(?<=[^\\0-\\x7f])|(?=[^\\0-\\x7f]))',
  // A sign inside a word, or at its end: "Mu–oz", "£ód".
  `(?<=[\\p{L}\\p{M}])(?!${JOINT})[^\\0-\\x7f\\p{L}\\p{M}](?=[\\p{L}\\p{M}])`,
  `(?<=\\p{L})${SIGN}|${SIGN}(?=\\p{L})|[ªº](?=\\p{L})`,
  // Two scripts in one word.
  `[a-zA-Z](?=${STRANGE_LETTER})|${STRANGE_LETTER}(?=[a-zA-Z])`,
].map((pattern) => new RegExp(pattern, 'gu'));

/**
 * The largest share of the letters beyond ASCII that belongs to one language of an encoding; letters of its
 * other languages count for a third, because lists mix several countries.
 */
function shareExplained(text: string, encoding: Encoding): number {
  const letters = text.match(/(?=[^\0-\x7f])\p{L}/gu) ?? [];
  const known = alphabets[encoding] ?? [];
  if (letters.length === 0 || known.length === 0) return 1;
  const shareOf = (has: (letter: string) => boolean) => letters.filter(has).length / letters.length;
  const best = Math.max(...known.map((alphabet) => shareOf((letter) => alphabet.test(letter))));
  const all = shareOf((letter) => known.some((alphabet) => alphabet.test(letter)));
  return best + (all - best) / 3;
}

const anyOf = (letters: string): RegExp => new RegExp(`^[${letters}]$`, 'iu');

const western = [
  'äöüß', // German
  'àâæçéèêëîïôœùûüÿ', // French
  'áéíóúüñªº', // Spanish
  'ãáàâçéêíóôõúªº', // Portuguese
  'àèéìíîòóùú', // Italian
  'àçèéíïòóúü', // Catalan
  'äëïöüéèóíê', // Dutch
  'åäöéü', // Swedish, Finnish
  'æøåéö', // Danish, Norwegian
  'áéíóúýðþæö', // Icelandic
].map(anyOf);
const central = [
  'ąćęłńóśźż', // Polish
  'áčďéěíňóřšťúůýž', // Czech
  'áäčďéíĺľňóôŕšťúýž', // Slovak
  'áéíóöőúüű', // Hungarian
  'čćđšž', // Croatian, Slovene
  'ăâîşţșț', // Romanian
  'äöüß',
].map(anyOf);
const cyrillic = ['а-яёіїєґўјљњћђџѓќѕ'].map(anyOf);
const greek = ['\\p{Script=Greek}'].map(anyOf);
const japanese = ['\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー'].map(anyOf);
const chinese = ['\\p{Script=Han}'].map(anyOf);

const alphabets: Partial<Record<Encoding, readonly RegExp[]>> = {
  'windows-1252': western,
  'iso-8859-15': western,
  macintosh: western,
  cp850: western,
  'windows-1250': central,
  'iso-8859-2': central,
  cp852: central,
  // Lithuanian, Latvian, Estonian.
  'windows-1257': ['ąčęėįšųūž', 'āčēģīķļņšūž', 'äõöüšž'].map(anyOf),
  'windows-1251': cyrillic,
  'koi8-r': cyrillic,
  ibm866: cyrillic,
  'windows-1253': greek,
  'iso-8859-7': greek,
  'windows-1254': ['âçğıİîöşüû'].map(anyOf),
  'windows-1255': ['\\p{Script=Hebrew}'].map(anyOf),
  'windows-1256': ['\\p{Script=Arabic}'].map(anyOf),
  'windows-874': ['\\p{Script=Thai}'].map(anyOf),
  shift_jis: japanese,
  'euc-jp': japanese,
  gb18030: chinese,
  big5: chinese,
  'euc-kr': ['\\p{Script=Hangul}'].map(anyOf),
};
