import type { Encoding } from './encodings.ts';

/**
 * How much a text looks like people's names and places in the languages that an encoding is for: 1 for all of it, towards 0
 * for what comes out of a reading in the wrong encoding.
 *
 * @example plausibility('Muňoz ©amal', 'windows-1250') // about 0.1: no letters of one language, and a sign inside a word
 */
export function plausibility(text: string, encoding: Encoding): number {
  const strange = text.match(beyondAscii)?.length ?? 0;
  if (strange === 0) return 1;
  const odd = oddities.reduce((sum, oddity) => sum + (text.match(oddity)?.length ?? 0), 0);
  return Math.max(0.01, 1 - (2 * odd) / strange) * shareExplained(text, encoding) ** 4;
}

const beyondAscii = /[^\0-\x7f]/gu;

/** What stands in no name. Each match counts. */
const oddities: readonly RegExp[] = [
  // What the encoding does not know, or knows as a control character. Twice, because nothing excuses it.
  /[\ufffd\u0080-\u009f\ue000-\uf8ff]/gu,
  /[\ufffd\u0080-\u009f\ue000-\uf8ff]/gu,
  // A capital behind a small letter, one of them accented: "MŸller", "mЮРИЙ".
  /\p{Ll}(?=\p{Lu})(?:(?<=[^\0-\x7f])|(?=[^\0-\x7f]))/gu,
  // A sign at a letter: "Mart¡n", "Mu–oz". Quotes, and the dots and ordinals of Spanish and Catalan, do stand there.
  /(?<=\p{L}|\p{M})(?![’‘“”«»´ʼªº·…：（）、・　ー－\u200c-\u200f])[^\0-\x7f\p{L}\p{M}](?=\p{L}|\p{M})/gu,
  /(?<=\p{L})[†‡ˆ˜¦§¨©¬®°±¶¸¹²³¼½¾¤£¥¢¿¡‰„‚│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀]|[†‡ˆ˜¦¨©¬®°±¶¸¹²³¼½¾‰│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀](?=\p{L})/gu,
  // Two scripts in one word.
  /[a-zA-Z](?=[^\0-\x7f])(?=\p{L})(?!\p{Script=Latin})|(?=[^\0-\x7f])(?!\p{Script=Latin})\p{L}(?=[a-zA-Z])/gu,
];

/**
 * The share of the letters beyond ASCII that one language has, out of those an encoding is for; letters of its other languages
 * count for a third, because lists of several countries are mixed.
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
