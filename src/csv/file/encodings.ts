/** The encodings that files are read in, by the names that are stored with an import. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'macintosh',
  'cp850',
  'windows-1250',
  'iso-8859-2',
  'cp852',
  'windows-1257',
  'windows-1251',
  'koi8-r',
  'ibm866',
  'windows-1253',
  'iso-8859-7',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-874',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type Encoding = (typeof encodings)[number];

/** Names of encodings: in a sentence, and in a list, where the people who use it come first. */
export const encodingNames: Record<Encoding, { name: string; label: string }> = {
  'utf-8': named('UTF-8', 'Unicode'),
  'utf-16le': named('UTF-16', 'Unicode'),
  'utf-16be': named('UTF-16BE', 'Unicode'),
  'windows-1252': named('Windows-1252', 'Western European'),
  'iso-8859-15': named('ISO-8859-15', 'Western European'),
  macintosh: named('Mac Roman', 'Western European'),
  cp850: named('DOS 850', 'Western European'),
  'windows-1250': named('Windows-1250', 'Central European'),
  'iso-8859-2': named('ISO-8859-2', 'Central European'),
  cp852: named('DOS 852', 'Central European'),
  'windows-1257': named('Windows-1257', 'Baltic'),
  'windows-1251': named('Windows-1251', 'Cyrillic'),
  'koi8-r': named('KOI8-R', 'Cyrillic'),
  ibm866: named('DOS 866', 'Cyrillic'),
  'windows-1253': named('Windows-1253', 'Greek'),
  'iso-8859-7': named('ISO-8859-7', 'Greek'),
  'windows-1254': named('Windows-1254', 'Turkish'),
  'windows-1255': named('Windows-1255', 'Hebrew'),
  'windows-1256': named('Windows-1256', 'Arabic'),
  'windows-874': named('Windows-874', 'Thai'),
  shift_jis: named('Shift_JIS', 'Japanese'),
  'euc-jp': named('EUC-JP', 'Japanese'),
  gb18030: named('GB18030', 'Chinese, simplified'),
  big5: named('Big5', 'Chinese, traditional'),
  'euc-kr': named('EUC-KR', 'Korean'),
};

/**
 * The encoding that a person typed; undefined for an unknown name. Case, spaces and signs don't matter.
 *
 * @example encodingNamed('SJIS') // 'shift_jis'
 */
export function encodingNamed(text: string): Encoding | undefined {
  const name = folded(text);
  const page = /^(?:cp|win|windows)?(\d{3,4})$/.exec(name)?.[1];
  return byName.get(name) ?? (page === undefined ? undefined : byName.get(`windows${page}`));
}

function named(name: string, whose: string): { name: string; label: string } {
  return { name, label: `${whose} (${name})` };
}

const folded = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Names in other programs. */
const otherNames: Partial<Record<Encoding, string>> = {
  'utf-8': 'unicode utf8bom',
  'utf-16le': 'utf16',
  'windows-1252': 'latin1 iso88591 ansi',
  'iso-8859-15': 'latin9',
  macintosh: 'mac xmacroman',
  cp850: 'ibm850 850',
  'iso-8859-2': 'latin2',
  cp852: 'ibm852 852',
  'koi8-r': 'koi8',
  ibm866: 'cp866 866',
  'iso-8859-7': 'greek',
  'windows-1254': 'iso88599 latin5',
  'windows-1255': 'iso88598',
  'windows-874': 'tis620 iso885911',
  shift_jis: 'sjis cp932 ms932 windows31j',
  gb18030: 'gbk gb2312 cp936',
  big5: 'cp950 big5hkscs',
  'euc-kr': 'cp949 uhc ksc5601',
};

const byName = new Map<string, Encoding>(
  encodings.flatMap((encoding) =>
    [encoding, encodingNames[encoding].name, ...(otherNames[encoding]?.split(' ') ?? [])].map(
      (name): [string, Encoding] => [folded(name), encoding],
    ),
  ),
);
