import { decoderOf } from './decoder.ts';
import { type Encoding, encodingNamed } from './encodings.ts';
import { plausibility } from './plausible.ts';
import { type CsvSource, piecesOf } from './source.ts';

/**
 * The likeliest encoding of a file that isn't Unicode. The detector's answer for the cells beyond ASCII is
 * weighed by how much the text looks like names in the languages of each encoding. Measured:
 * docs/decisions/025-reading-files.md.
 */
export async function guessEncoding(source: CsvSource): Promise<Encoding> {
  const cells = await strangeCells(source);
  if (cells.length === 0) return USUAL;
  // Loaded here: its models take 100 ms, and most files are UTF-8.
  const { chardet } = await import('jschardet');
  const confidences = new Map<Encoding, number>([[USUAL, 0]]);
  for (const part of partsOf(cells)) {
    for (const { encoding: name, confidence } of chardet.detectAll(part, DETECTING)) {
      const encoding = encodingNamed(name ?? '');
      if (encoding !== undefined) confidences.set(encoding, (confidences.get(encoding) ?? 0) + confidence);
    }
  }
  const sample = Buffer.concat(cells);
  const found = await Promise.all(
    [...confidences].map(async ([encoding, confidence]) => {
      const text = await textIn(sample, encoding);
      const score = confidence * (encoding === USUAL ? USUAL_BONUS : 1) * plausibility(text, encoding);
      return { encoding, text, score };
    }),
  );
  const best = found.reduce((best, each) => (each.score > best.score ? each : best));
  // The usual one comes first.
  return found[0]?.text === best.text ? USUAL : best.encoding;
}

/**
 * The detector rejects an encoding at the first unknown byte: this way a stray may spoil one part, not all of
 * it.
 */
function partsOf(cells: readonly Uint8Array[]): Uint8Array[] {
  const size = Math.max(4, Math.ceil(cells.length / 8));
  const parts: Uint8Array[] = [];
  for (let at = 0; at < cells.length; at += size) parts.push(Buffer.concat(cells.slice(at, at + size)));
  return parts;
}

async function textIn(bytes: Uint8Array, encoding: Encoding): Promise<string> {
  const decoder = await decoderOf(encoding);
  return decoder.decode(bytes) + decoder.end();
}

/**
 * What spreadsheets on Windows write in most of the world, and how every file was read before encodings were
 * guessed: another encoding has to fit twice as well.
 */
const USUAL: Encoding = 'windows-1252';
const USUAL_BONUS = 2;

/**
 * The detector's names for what decoderOf can read. It knows a hundred more, some of them from mainframes.
 */
const DETECTABLE = [
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

const DETECTING = { includeEncodings: DETECTABLE, ignoreThreshold: true };

/** Bytes, roughly: the detector's models converge on half of it. */
const SAMPLE = 32 * 1024;
const LONGEST_CELL = 2000;

/**
 * The first cells that go beyond ASCII, one a line: a file may have megabytes of addresses before the first
 * name with an accent. Cells are split at bytes that are never the second byte of a character in any
 * encoding; bars can be.
 */
async function strangeCells(source: CsvSource): Promise<Uint8Array[]> {
  const cells: Uint8Array[] = [];
  const cell = new Uint8Array(LONGEST_CELL + 1);
  let taken = 0;
  let length = 0;
  let isStrange = false;
  const endCell = (): void => {
    if (isStrange && length <= LONGEST_CELL && taken <= SAMPLE) {
      cell[length] = LINE_BREAK;
      cells.push(cell.slice(0, length + 1));
      taken += length + 1;
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
    if (taken > SAMPLE) break;
  }
  endCell();
  return cells;
}

const LINE_BREAK = 0x0a;
const betweenCells: ReadonlySet<number> = new Set(Buffer.from('\n\r\t",;'));
