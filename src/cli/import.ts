import type { AudienceDeps, Caller } from '../audience/caller.ts';
import {
  abandonImport,
  type FileProposal,
  fileJob,
  proposeFile,
  runFileImport,
  unfinishedImport,
} from '../audience/imports/files.ts';
import { findImport, type ImportChoices, startImport } from '../audience/imports/imports.ts';
import { discardImport } from '../audience/imports/proposals.ts';
import { type ImportRehearsal, rehearseImport } from '../audience/imports/rehearsal.ts';
import type { MappingProblem } from '../csv/columns/mapping.ts';
import { delimiterNames } from '../csv/file/delimiters.ts';
import { encodingNames } from '../csv/file/encodings.ts';
import type { Mapping } from '../csv/schema.ts';
import { RollcallError } from '../errors.ts';
import { findWorkspace } from '../storage/workspace/workspaces.ts';
import { wrongUse } from './arguments.ts';
import { exitCodeOf, runInWorkspace, saysYes } from './command.ts';
import { type Asked, askedAt, readOptions, usage, withOptions } from './import-options.ts';
import { answersFrom, withValues } from './import-values.ts';
import { count, endWords, mappingWords, progressBar, rehearsalWords } from './import-words.ts';
import { missingValues } from './missing-values.ts';

/** `npm run import`. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const asked = readOptions(args);
    if (asked === 'help') {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    return runInWorkspace({ name: 'import', team: asked.team, isNamedFirst: true }, (deps, caller) =>
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
    say(`Continuing the import of ${fileName} after row ${count(unfinished.rowsDone)}.`);
    return work(deps, caller, { ...asked, importId: unfinished.id });
  }
  const { newStatus, source, encoding, delimiter, askedOn } = asked;
  if (newStatus === undefined) {
    throw wrongUse(
      'import',
      'Did these people agree to get mail? Answer with --status subscribed or --status non-subscribed.',
    );
  }
  const { timeZone } = await findWorkspace(deps.storage, caller.workspaceId);
  const at = askedOn === undefined ? null : askedAt(askedOn, { timeZone, now: deps.now() });
  const choices = { ...asked.choices, askedAt: at };
  say(`Reading ${fileName} …`);
  const proposal = await proposeFile(deps, caller, { fileName, source, encoding, delimiter });
  const { importId } = proposal;
  const isStarted = await rehearseAndStart(deps, caller, { ...asked, newStatus, choices, proposal }).catch(
    async (error: unknown) => {
      await discardImport(deps, caller, importId).catch(() => {});
      throw error;
    },
  );
  if (isStarted) return work(deps, caller, { ...asked, importId });
  // No one will confirm it.
  await discardImport(deps, caller, importId);
  return 'Nothing was saved.';
}

/** An import continues the way it began: reading the file another way would mix two halves. */
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
    hint: `Continue it without --${option}, or leave it unfinished with --abandon.`,
  });

/** Shows what a file would change, and starts its import if the person agrees. */
async function rehearseAndStart(
  deps: AudienceDeps,
  caller: Caller,
  asked: Asked & {
    newStatus: NonNullable<Asked['newStatus']>;
    choices: ImportChoices;
    proposal: FileProposal;
  },
): Promise<boolean> {
  const { mark, newStatus, source, choices, proposal } = asked;
  const { importId, rowsTotal } = proposal;
  const mapping = asked.values.reduce(
    (mapped, text) => withValues(mapped, answersFrom(text, mapped)),
    withOptions(proposal.mapping, asked),
  );
  say(
    mappingWords(
      mapping,
      proposal.problems.filter(({ blocking }) => !blocking),
    ),
  );
  const bar = progressBar();
  const rehearsed = await rehearseImport(deps, caller, {
    importId,
    mapping,
    newStatus,
    source,
    ...choices,
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

/** Runs it with a progress bar; Ctrl-C lets the current batch finish. */
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
      importId,
      source,
      // On the embedded database everyone else waits for each batch.
      batchRows: deps.storage.kind === 'server' ? 2500 : 1000,
      onProgress: ({ rowsDone, rowsTotal }, perSecond) =>
        bar.show('Importing', { done: rowsDone, total: rowsTotal, perSecond }),
      shouldStop: () => stopping,
    });
    bar.clear();
    return endWords(state);
  } finally {
    bar.clear();
    process.off('SIGINT', stop);
  }
}

/** Whether it may write: because of --yes, or because the person at the terminal agreed. */
async function agreed(rehearsal: ImportRehearsal, { yes, choices }: Asked): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    say('To import it, run this again with --yes.');
    return false;
  }
  const again = choices.resubscribe ? rehearsal.resubscribed : 0;
  const warning =
    again > 0
      ? `${count(again)} people who unsubscribed or bounced become subscribed again. Have they all agreed to get mail since? `
      : '';
  return saysYes(`${warning}Import it?`);
}

function unsettled(problems: MappingProblem[], mapping: Mapping): RollcallError {
  const blocking = problems.filter(({ blocking }) => blocking);
  const others = blocking.filter(({ asks }) => asks === undefined);
  if (others.length === 0) return missingValues(blocking, mapping);
  return new RollcallError('invalid-input', others.map(({ message }) => message).join(' '), {
    hint: 'Nothing was saved. Specify it with --dates, --map "Column=…" or --map "Column=ignore".',
  });
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
