// How fast a file is read, and in how much memory: `npm run bench -- files`, `--rows 100000` for a quick
// look. Generates a list in the shape of a shop's export (12 columns, a third of the rows with quotes) while
// reading it, so that the disk plays no part and the whole file never exists at once.
import { parseArgs } from 'node:util';
import { proposeMapping } from '../src/csv/columns/propose.ts';
import { readRows } from '../src/csv/file/read.ts';
import { rowReader } from '../src/csv/rows/rows.ts';
import { verdicts } from './support/verdicts.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const total = Number(values.rows);

const header =
  'Index,Customer Id,First Name,Last Name,Company,City,Country,Phone 1,Phone 2,Email,Subscription Date,Website\n';
const pick = (list: string[], index: number): string => list[index % list.length] ?? '';
const countries = [
  'Norway',
  'Andorra',
  'Korea',
  'United States of America',
  "Lao People's Democratic Republic",
];
const companies = ['Mosley-David', '"Horn, Shepard and Watson"', 'Richardson Group'];
const two = (number: number): string => String(number).padStart(2, '0');

function row(index: number): string {
  const day = `${two((index % 28) + 1)}-${two((index % 12) + 1)}-20${two(20 + (index % 3))}`;
  return (
    `${index + 1},EB54EF1154C${(index * 7919).toString(16)},Heather,Callahan,${pick(companies, index)},Lake Jeffborough,` +
    `${pick(countries, index)},043-797-${index % 10_000},(209)172-${index % 10_000}x36,person.${index}@mail${index % 500}.example.org,` +
    `${day},https://www.site${index % 1000}.example/\n`
  );
}

const BLOCK = 400;
const encoder = new TextEncoder();
/**
 * Of this process, in ms: other work on the machine hardly raises it, but raises wall-clock time a lot.
 */
const processor = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
let making = 0;
async function* list(): AsyncGenerator<Uint8Array> {
  yield encoder.encode(header);
  for (let from = 0; from < total; from += BLOCK) {
    const started = processor();
    const rows = Array.from({ length: Math.min(BLOCK, total - from) }, (_, index) => row(from + index));
    const piece = encoder.encode(rows.join(''));
    making += processor() - started;
    yield piece;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Processor time, without the time to generate the file. */
async function seconds(work: () => Promise<void>): Promise<number> {
  making = 0;
  const started = processor();
  await work();
  return (processor() - started - making) / 1000;
}
const perSecond = (time: number): string => Math.round(total / time).toLocaleString('en');

const { mapping } = await proposeMapping(list, { fileName: 'customers.csv' });
const proposing = await seconds(async () => void (await proposeMapping(list, { fileName: 'customers.csv' })));
let seen = 0;
const cutting = await seconds(async () => {
  for await (const rows of readRows(list, mapping.format, { size: 1000 })) seen += rows.length;
});
let contacts = 0;
const reading = await seconds(async () => {
  const read = rowReader(mapping);
  for await (const rows of readRows(list, mapping.format, { size: 1000 })) {
    for (const each of rows) if ('contact' in read(each)) contacts += 1;
  }
});
if (seen !== total || contacts !== total)
  throw new Error(`read ${seen} rows and ${contacts} contacts of ${total}`);

const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${total.toLocaleString('en')} rows, in rows for a second of the processor:`);
console.log(`  rows of a file                   ${perSecond(cutting)}`);
console.log(`  rows made into contacts          ${perSecond(reading)}`);
console.log(`  a mapping guessed from all rows  ${perSecond(proposing)}`);
console.log(`  ${megabytes} MB at most, the tools that run this included`);
const found = verdicts();
found.check('150,000 rows a second into contacts', total / reading >= 150_000, perSecond(reading));
found.check('under 250 MB with the tools that run this', megabytes < 250, `${megabytes} MB`);
found.print();
