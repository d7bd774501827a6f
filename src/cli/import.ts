import { createReadStream, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AudienceDeps, Caller } from '../audience/caller.ts';
import {
  abandonImport,
  type FileMark,
  type FileProposal,
  fileJob,
  proposeFile,
  runFileImport,
  unfinishedImport,
} from '../audience/import-files.ts';
import { discardImport } from '../audience/import-proposals.ts';
import { type ImportRehearsal, rehearseImport } from '../audience/import-rehearsal.ts';
import { findImport, type ImportChoices, startImport } from '../audience/imports.ts';
import { type Delimiter, delimiterNamed, delimiterNames } from '../csv/delimiters.ts';
import { type Encoding, encodingNamed, encodingNames } from '../csv/encodings.ts';
import { type Mapping, type MappingProblem, type Target, targets } from '../csv/mapping.ts';
import type { CsvSource } from '../csv/source.ts';
import { RollcallError } from '../errors.ts';
import { onlyFile, refusing, runInWorkspace, saysYes } from './command.ts';
import { answersFrom, withValues } from './import-values.ts';
import { count, ended, mappingWords, progressBar, rehearsalWords } from './import-words.ts';
import { missingValues } from './missing-values.ts';

const usage = `npm run import -- <file.csv> --status subscribed|non-subscribed [options]

Imports contacts from a file of any size, by the same rules as /contacts import, whether the app runs or not. It shows how the
columns are read and what would happen, and asks before it writes anything. If it is stopped or killed, run the same command
again: it continues after the last row written. For 7 days, /audience history in Slack can undo the import.

  --status …            the status of new contacts: did these people agree to get mail? Existing contacts keep their status,
                        unless the file says that they unsubscribed or bounced
  --yes                 don't ask
  --dates day-first     how to read 03/04/26 if a column could be read in more than one way; or month-first, year-first
  --map "Joined=signed-up"
                        what a column is, if the guess is wrong: ${targets.join(', ')}
  --values "Status: 1=subscribed, 2=unsubscribed, (empty)=nothing"
                        what the cells of a column say about mail: subscribed, non-subscribed, unsubscribed, bounced or nothing;
                        (filled) is any cell that isn't named, (empty) a row without one. "Status: nothing" says that the
                        column isn't about mail, and keeps it as an attribute
  --encoding NAME       the file's encoding, if the example shown is garbled: Shift_JIS, Windows-1250 …
  --delimiter CHAR      what separates the cells, if the guess is wrong: "," ";" tab "|" "^" "~" ":"
  --only-add            leave existing contacts alone, except people who are unsubscribed or bounced in the file
  --resubscribe         subscribe people again who unsubscribed or bounced, if the file says so. With --yes, nothing asks again:
                        you confirm that all of them agreed to get mail since
  --tags as-written     create new tags as the file writes them, even if a similar tag exists
  --abandon             leave an unfinished import of this file as it is, and start again
  --team T0123456789    the Slack team, if several use the database`;

interface Asked {
  source: CsvSource;
  mark: FileMark;
  fileName: string;
  newStatus: 'subscribed' | 'non-subscribed' | undefined;
  dateOrder: 'dmy' | 'mdy' | 'ymd' | undefined;
  encoding: Encoding | undefined;
  delimiter: Delimiter | undefined;
  maps: [header: string, target: Target][];
  /** As given: which column each is about is known when the file is. */
  values: string[];
  choices: ImportChoices;
  yes: boolean;
  abandon: boolean;
}

/** `npm run import`. */
export async function run(args: string[]): Promise<number> {
  return refusing(usage, async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        status: { type: 'string' },
        dates: { type: 'string' },
        encoding: { type: 'string' },
        delimiter: { type: 'string' },
        map: { type: 'string', multiple: true, default: [] },
        values: { type: 'string', multiple: true, default: [] },
        tags: { type: 'string' },
        'only-add': { type: 'boolean', default: false },
        resubscribe: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        abandon: { type: 'boolean', default: false },
        team: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const file = onlyFile(positionals, 'Which file do you want to import?');
    const dates = oneOf('dates', values.dates, ['day-first', 'month-first', 'year-first']);
    const asked: Asked = {
      ...opened(file),
      newStatus: oneOf('status', values.status, ['subscribed', 'non-subscribed']),
      dateOrder: dates === undefined ? undefined : dateOrders[dates],
      encoding: values.encoding === undefined ? undefined : encodingOf(values.encoding),
      delimiter: values.delimiter === undefined ? undefined : delimiterOf(values.delimiter),
      maps: values.map.map(mapOf),
      values: values.values,
      choices: {
        existing: values['only-add'] ? 'keep' : 'update',
        resubscribe: values.resubscribe,
        tagNames: oneOf('tags', values.tags, ['existing', 'as-written']) ?? 'existing',
      },
      yes: values.yes,
      abandon: values.abandon,
    };
    return runInWorkspace({ name: 'import', team: values.team, usage, isNamedFirst: true }, (deps, caller) =>
      importFile(deps, caller, asked),
    );
  });
}

async function importFile(deps: AudienceDeps, caller: Caller, asked: Asked): Promise<string> {
  const { mark, fileName, abandon } = asked;
  if (abandon) await abandonImport(deps, caller, mark);
  const unfinished = await unfinishedImport(deps, caller, mark);
  if (unfinished !== undefined) {
    await checkReading(deps, caller, { ...asked, importId: unfinished.id });
    say(`Going on with the import of ${fileName} after row ${count(unfinished.rowsDone)}.`);
    return work(deps, caller, { ...asked, importId: unfinished.id });
  }
  const { newStatus, source, encoding, delimiter } = asked;
  if (newStatus === undefined) {
    throw refused(
      'Did these people agree to get mail? Answer with --status subscribed or --status non-subscribed.',
    );
  }
  say(`Reading ${fileName} …`);
  const proposal = await proposeFile(deps, caller, { fileName, source, encoding, delimiter });
  const { importId } = proposal;
  const isStarted = await rehearseAndStart(deps, caller, { ...asked, newStatus, proposal }).catch(
    async (error: unknown) => {
      await discardImport(deps, caller, importId).catch(() => {});
      throw error;
    },
  );
  if (isStarted) return work(deps, caller, { ...asked, importId });
  // Nobody will confirm it.
  await discardImport(deps, caller, importId);
  return 'Nothing was written.';
}

/** An import that was begun goes on as it was begun: another way to read the file would make two halves. */
async function checkReading(
  deps: AudienceDeps,
  caller: Caller,
  { importId, encoding, delimiter }: Pick<Asked, 'encoding' | 'delimiter'> & { importId: number },
): Promise<void> {
  const { fileName, mapping } = await findImport(deps, caller, importId);
  const { format } = mapping;
  const isSame = <T>(asked: T | undefined, begun: T): boolean => asked === undefined || asked === begun;
  if (!isSame(encoding, format.encoding)) {
    throw begunOtherwise(
      `The import of ${fileName} was started in ${encodingNames[format.encoding].name}`,
      'encoding',
    );
  }
  if (!isSame(delimiter, format.delimiter)) {
    throw begunOtherwise(
      `The import of ${fileName} was started with cells separated by ${delimiterNames[format.delimiter]}`,
      'delimiter',
    );
  }
}

const begunOtherwise = (what: string, option: string): RollcallError =>
  new RollcallError('busy', `${what}, and isn't finished.`, {
    hint: `Continue it without --${option}, or leave it as it is with --abandon.`,
  });

/** Shows what would come of a file, and starts its import where that is agreed to. */
async function rehearseAndStart(
  deps: AudienceDeps,
  caller: Caller,
  asked: Asked & { newStatus: NonNullable<Asked['newStatus']>; proposal: FileProposal },
): Promise<boolean> {
  const { mark, newStatus, source, choices, proposal } = asked;
  const { importId, rowsTotal } = proposal;
  const mapping = asked.values.reduce(
    (mapped, text) => withValues(mapped, answersFrom(text, mapped)),
    chosen(proposal.mapping, asked),
  );
  say(
    mappingWords(
      mapping,
      proposal.problems.filter(({ blocking }) => !blocking),
    ),
  );
  const bar = progressBar();
  const rehearsed = await rehearseImport(deps, caller, {
    ...{ importId, mapping, newStatus, source, ...choices },
    onProgress: (rows) => bar.show('Looking at', { done: rows, total: rowsTotal }),
  });
  bar.clear();
  if (!rehearsed.ok) throw unsettled(rehearsed.problems, mapping);
  say(rehearsalWords(rehearsed.rehearsal, { mapping }));
  if (!(await agreed(rehearsed.rehearsal, asked))) return false;
  const job = fileJob(mark);
  const started = await startImport(deps, caller, { importId, mapping, newStatus, ...choices, job });
  if (!started.ok) throw unsettled(started.problems, mapping);
  return true;
}

/** Works it off with a bar; Ctrl-C lets the batch that is being written end. */
async function work(
  deps: AudienceDeps,
  caller: Caller,
  { importId, source }: Asked & { importId: number },
): Promise<string> {
  const bar = progressBar();
  let stopping = false;
  const stop = () => {
    stopping = true;
  };
  process.on('SIGINT', stop);
  try {
    const state = await runFileImport(deps, caller, {
      ...{ importId, source },
      // On the embedded database everybody else waits for each batch.
      batchRows: deps.storage.kind === 'server' ? 2500 : 1000,
      onProgress: ({ rowsDone, rowsTotal }, perSecond) =>
        bar.show('Importing', { done: rowsDone, total: rowsTotal, perSecond }),
      shouldStop: () => stopping,
    });
    bar.clear();
    return ended(state);
  } finally {
    bar.clear();
    process.off('SIGINT', stop);
  }
}

/** A file under its name, to be opened as often as it is read. */
function opened(file: string): Pick<Asked, 'source' | 'mark' | 'fileName'> {
  const path = resolve(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw refused(`There is no file ${file}.`);
  if (!found.isFile()) throw refused(`${file} is no file that can be read.`);
  return {
    source: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
    mark: { path, size: found.size, changed: Math.floor(found.mtimeMs) },
    fileName: basename(path),
  };
}

function encodingOf(text: string): Encoding {
  const found = encodingNamed(text);
  if (found !== undefined) return found;
  const known = Object.values(encodingNames).map(({ name }) => name);
  throw refused(`--encoding "${text}" is no encoding that is known here. These are: ${known.join(', ')}.`);
}

const dateOrders = { 'day-first': 'dmy', 'month-first': 'mdy', 'year-first': 'ymd' } as const;

function delimiterOf(text: string): Delimiter {
  const found = delimiterNamed(text);
  if (found !== undefined) return found;
  throw refused(`--delimiter "${text}" can't separate cells. These can: , ; tab | ^ ~ and :`);
}

function mapOf(text: string): [header: string, target: Target] {
  const at = text.lastIndexOf('=');
  const target = targets.find((each) => each === text.slice(at + 1).trim());
  if (at < 1 || target === undefined)
    throw refused(`--map "${text}" is not understood. Write it like --map "Joined=signed-up".`);
  return [text.slice(0, at).trim(), target];
}

/** The guessed mapping with what was said of single columns, and of dates that can be read two ways. */
function chosen(mapping: Mapping, { maps, dateOrder }: Asked): Mapping {
  const wanted = new Map(maps.map(([header, target]) => [header.toLowerCase(), target]));
  const columns = mapping.columns.map((column) => {
    const target = wanted.get(column.header.toLowerCase());
    wanted.delete(column.header.toLowerCase());
    return {
      ...column,
      target: target ?? column.target,
      dateOrder: column.type === 'date' ? (column.dateOrder ?? dateOrder ?? null) : column.dateOrder,
    };
  });
  const [unknown] = wanted.keys();
  if (unknown !== undefined) {
    const known = mapping.columns.map(({ header }) => `"${header}"`).join(', ');
    throw refused(`There is no column "${unknown}" in the file: it has ${known}.`);
  }
  return { ...mapping, columns };
}

/** Whether it may write: by --yes, or by an answer where somebody sits at the terminal. */
async function agreed(rehearsal: ImportRehearsal, { yes, choices }: Asked): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    say('To import it, run this again with --yes.');
    return false;
  }
  const again = choices.resubscribe ? rehearsal.resubscribed : 0;
  const warning =
    again > 0
      ? `${count(again)} who unsubscribed or bounced become subscribed again. Did they all agree to get mail since? `
      : '';
  return saysYes(`${warning}Import it?`);
}

function oneOf<T extends string>(name: string, given: string | undefined, all: readonly T[]): T | undefined {
  if (given === undefined) return undefined;
  const found = all.find((each) => each === given);
  if (found === undefined) throw refused(`--${name} is ${all.join(' or ')}, not "${given}".`);
  return found;
}

function unsettled(problems: MappingProblem[], mapping: Mapping): RollcallError {
  const blocking = problems.filter(({ blocking }) => blocking);
  const others = blocking.filter(({ asks }) => asks === undefined);
  if (others.length === 0) return missingValues(blocking, mapping);
  return new RollcallError('invalid-input', others.map(({ message }) => message).join(' '), {
    hint: 'Say how with --dates, --map "Column=…" or --map "Column=ignore". Nothing was written.',
  });
}

const refused = (message: string): RollcallError =>
  new RollcallError('invalid-input', message, { hint: 'All options: npm run import -- --help' });

const say = (text: string): void => void process.stdout.write(`${text}\n`);
