// The figures of docs/decisions/025-reading-files.md: npx tsx test/support/score-encodings.ts
// Lists of people, which the tests have too, and lists of country names, which nothing was fitted to.
import countries from 'i18n-iso-countries';
import { chardet } from 'jschardet';
import { decoderOf } from '../../src/csv/file/decoder.ts';
import { type Encoding, encodingNamed } from '../../src/csv/file/encodings.ts';
import { guessEncoding } from '../../src/csv/file/guess-encoding.ts';
import { encoded } from './encoded.ts';
import { listsInLanguages, listText } from './lists-in-languages.ts';

const textIn = async (bytes: Uint8Array, encoding: Encoding): Promise<string> => {
  const decoder = await decoderOf(encoding);
  return decoder.decode(bytes) + decoder.end();
};

interface Case {
  set: 'people' | 'countries';
  encoding: Encoding;
  rows: number;
  text: string;
}
const sizes = [1, 2, 5, 20, 100];

function* people(): Generator<Case> {
  for (const list of listsInLanguages) {
    for (const encoding of list.encodings as Encoding[]) {
      for (const rows of sizes) {
        for (let from = rows; from < rows + 56; from += 7) {
          for (const header of [list.header, 'Email,Name,City'])
            yield { set: 'people', encoding, rows, text: listText(list, rows, { from, header }) };
        }
      }
    }
  }
}

const western = 'windows-1252 macintosh cp850';
const central = 'windows-1250 iso-8859-2';
const languages: Record<string, string> = {
  ...{ ja: 'shift_jis euc-jp', zh: 'gb18030', ko: 'euc-kr', th: 'windows-874', he: 'windows-1255' },
  ...{
    pl: central,
    cs: `${central} cp852`,
    sk: central,
    hu: central,
    hr: 'windows-1250',
    sl: 'windows-1250',
  },
  ...{ ru: 'windows-1251 koi8-r ibm866', uk: 'windows-1251', bg: 'windows-1251', tr: 'windows-1254' },
  ...{ el: 'windows-1253 iso-8859-7', ar: 'windows-1256', lt: 'windows-1257', lv: 'windows-1257' },
  ...{ et: 'windows-1257', de: western, fr: western, es: western, pt: western, sv: western, da: western },
  ...{ nb: western, fi: western, it: western, nl: western },
};

async function* inCountries(): AsyncGenerator<Case> {
  for (const [language, written] of Object.entries(languages)) {
    const names = Object.values(countries.getNames(language));
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    for (const encoding of written.split(' ') as Encoding[]) {
      const fitting: string[] = [];
      for (const name of names)
        if ((await textIn(encoded(name, encoding), encoding)) === name) fitting.push(name);
      for (const rows of sizes) {
        for (let time = 0; time < 16; time += 1) {
          const lines = Array.from({ length: rows }, (_, row) => {
            const name = fitting[Math.floor(random() * fitting.length)];
            return `person${row}@example.com,Ada Jones,"${name}"`;
          });
          yield { set: 'countries', encoding, rows, text: `Email,Name,Country\n${lines.join('\n')}\n` };
        }
      }
    }
  }
}

const ways: Record<string, (bytes: Uint8Array) => Promise<Encoding | undefined>> = {
  'Windows-1252': async () => 'windows-1252',
  jschardet: async (bytes) => encodingNamed(chardet.detect(bytes).encoding ?? ''),
  ours: guessEncoding,
};
const cases: Case[] = [...people()];
for await (const each of inCountries()) cases.push(each);
for (const [way, guess] of Object.entries(ways)) {
  const scores = new Map<string, { right: number; all: number }>();
  for (const { set, encoding, rows, text } of cases) {
    const bytes = encoded(text, encoding);
    if (bytes.every((byte) => byte < 0x80)) continue;
    const guessed = await guess(bytes);
    const key = `${set}, ${rows} rows`;
    const score = scores.get(key) ?? { right: 0, all: 0 };
    score.all += 1;
    if (guessed !== undefined && (await textIn(bytes, guessed)) === text) score.right += 1;
    scores.set(key, score);
  }
  for (const [key, { right, all }] of scores)
    process.stdout.write(
      `${way.padEnd(14)} ${key.padEnd(22)} ${((100 * right) / all).toFixed(1)} % of ${all}\n`,
    );
}
