import { decoderOf } from './decoder.ts';
import { type Encoding, encodingNamed } from './encodings.ts';
import { plausibility } from './plausible.ts';
import { type CsvSource, piecesOf } from './source.ts';

/**
 * The likeliest encoding of a file that is no Unicode. What the detector says of its cells that go beyond ASCII is weighed
 * by how much the text looks like names in the languages of each encoding. Measured: docs/decisions/025-reading-files.md.
 */
export async function guessEncoding(source: CsvSource): Promise<Encoding> {
  const sample = await strangeCells(source);
  if (sample.length === 0) return USUAL;
  // Loaded here: its models take 100 ms, and most files are UTF-8.
  const { chardet } = await import('jschardet');
  const found = chardet.detectAll(sample, { includeEncodings: detected, ignoreThreshold: true });
  const usualText = textIn(sample, USUAL);
  let best = { encoding: USUAL, text: usualText, score: 0 };
  for (const { encoding: name, confidence } of found) {
    const encoding = encodingNamed(name ?? '');
    if (encoding === undefined) continue;
    const text = textIn(sample, encoding);
    const score = confidence * (encoding === USUAL ? USUAL_BONUS : 1) * plausibility(text, encoding);
    if (score > best.score) best = { encoding, text, score };
  }
  return best.text === usualText ? USUAL : best.encoding;
}

function textIn(bytes: Uint8Array, encoding: Encoding): string {
  const decoder = decoderOf(encoding);
  return decoder.decode(bytes) + decoder.end();
}

/** What spreadsheets on Windows write in most of the world: of two that fit about as well, it is this one. */
const USUAL: Encoding = 'windows-1252';
const USUAL_BONUS = 1.4;

/** The detector's names for what decoderOf can read. It knows a hundred more, from mainframes among others. */
const detected = [
  ...[
    'windows-1252',
    'iso-8859-15',
    'mac-roman',
    'cp850',
    'windows-1250',
    'iso-8859-2',
    'cp852',
    'windows-1257',
  ],
  ...['windows-1251', 'koi8-r', 'cp866', 'windows-1253', 'iso-8859-7', 'windows-1254', 'windows-1255'],
  ...['windows-1256', 'cp874', 'cp932', 'euc-jis-2004', 'gb18030', 'big5hkscs', 'cp949'],
];

/** Bytes. The detector's models converge on half of it. */
const SAMPLE = 32 * 1024;
const LONGEST_CELL = 2000;

/**
 * The first cells that go beyond ASCII, one a line: a file may have megabytes of addresses before the first name with an
 * accent. Cells are told by bytes that are no second byte of a character in any encoding; bars are.
 */
async function strangeCells(source: CsvSource): Promise<Uint8Array> {
  const sample = new Uint8Array(SAMPLE);
  const cell = new Uint8Array(LONGEST_CELL + 1);
  let filled = 0;
  let length = 0;
  let isStrange = false;
  const endCell = (): void => {
    if (isStrange && length <= LONGEST_CELL && filled + length < SAMPLE) {
      cell[length] = LINE_BREAK;
      sample.set(cell.subarray(0, length + 1), filled);
      filled += length + 1;
    }
    length = 0;
    isStrange = false;
  };
  for await (const piece of piecesOf(source)) {
    for (const byte of piece) {
      if (betweenCells.has(byte)) endCell();
      else {
        if (length < LONGEST_CELL) cell[length] = byte;
        length += 1;
        isStrange ||= byte > 0x7f;
      }
    }
    if (filled > SAMPLE - LONGEST_CELL) break;
  }
  endCell();
  return sample.subarray(0, filled);
}

const LINE_BREAK = 0x0a;
const betweenCells: ReadonlySet<number> = new Set(Buffer.from('\n\r\t",;'));
