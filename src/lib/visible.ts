const joiningScripts = [
  ...['Arabic', 'Syriac', 'Nko', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya'],
  ...['Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Tibetan'],
];
const letter = `[${joiningScripts.map((script) => `\\p{Script=${script}}`).join('')}\\p{M}]`;
const picture = '\\p{Extended_Pictographic}';

// Invisible, but part of what people see: characters that join or separate letters of some scripts, or emoji.
const joining = [
  `(?<=${letter})[\\u200c\\u200d](?=${letter})`,
  `(?<=(?:${picture}|\\p{Emoji_Modifier})\\ufe0f?)\\u200d(?=${picture})`,
  `(?<=${picture})[\\ufe0e\\ufe0f]`,
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  '(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]+\\u{e007f}',
].join('|');
const invisible = '\\p{Default_Ignorable_Code_Point}|[\\u2800\\ufff9-\\ufffb]';
const pattern = new RegExp(`(${joining})|${invisible}`, 'gu');

/**
 * A name without invisible characters: zero-width marks, fillers, and direction marks, which can make one
 * name look like another. Those that belong to an emoji, or to a word of Persian or Hindi, stay.
 *
 * @example withoutInvisible('v\u200bi\u202ep ❤️') // 'vip ❤️'
 */
export const withoutInvisible = (text: string): string =>
  text.replace(pattern, (_, kept: string | undefined) => kept ?? '');
