import { defined } from '../lib/defined.ts';
import type { Problem } from '../lib/problem.ts';
import { explainRule } from '../rules/language/explain.ts';
import { printRule } from '../rules/language/print.ts';
import { resolveRule } from '../rules/resolve.ts';
import { compileRule } from '../rules/sql/compile.ts';
import { paintFor } from './color.ts';
import { exitCodeOf } from './command.ts';
import { readWithNames } from './rule-names.ts';
import { readOptions } from './rule-options.ts';

const usage = `Usage: npm run rule -- "<sentence>" [options]

Shows how Rollcall understands a rule: its canonical sentence, read-back, tree and SQL. Doesn't use the database: a tag, segment,
campaign, topic or event that the sentence names is assumed to exist, unless you list the ones that do.

  --tags vip,beta       the tags that exist
  --attributes plan:text,seats:number,paid:boolean,renewal:date,birthday:yearly
                        the attributes that exist, with their types: a sentence can't tell
  --campaigns "Spring sale,Welcome"
                        the campaigns that exist, in the order they were sent
  --events "purchase(amount:number,currency:text),trial started"
                        your own events, with their properties
  --segment "VIPs: tagged vip"
                        a segment that exists; later ones can use earlier ones
  --now 2026-11-23      the moment to count from (default: now)
  --zone Europe/London  the time zone (default: UTC)
  --week-start monday   monday, sunday or saturday
  --date-order dmy      dmy, mdy or ymd: how 3/4/2026 is read
`;

/**
 * Shows what a sentence means. Returns the exit code: 0, 1 if the sentence was refused, 2 for wrong
 * arguments.
 */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const asked = readOptions(args);
    if (asked === 'help') {
      process.stdout.write(usage);
      return 0;
    }
    const { sentence, context, listed } = asked;
    const { parsed, names, assumed } = readWithNames(sentence, context, listed);
    if (!parsed.ok) {
      for (const problem of parsed.problems) sayProblem(sentence, problem);
      const isNameless = parsed.problems.every(
        ({ unknown, suggestions }) => !unknown && suggestions.length === 0,
      );
      if (isNameless && !listed.has('attributes'))
        process.stderr.write(
          '  If it names an attribute, say which exist: --attributes plan:text,seats:number\n',
        );
      return 1;
    }
    const known = { ...context, names };
    const resolution = resolveRule(parsed.rule, known);
    if (!resolution.ok) {
      process.stderr.write(`${resolution.problems.map((problem) => problem.message).join('\n')}\n`);
      return 1;
    }
    const { sql, params } = compileRule(resolution.resolved, { workspaceId: 1 });
    const parts = {
      sentence: printRule(parsed.rule, names),
      ...(assumed.length === 0 ? {} : { 'assumed to exist': assumed.join('\n') }),
      'read-back': explainRule(parsed.rule, known),
      ...defined({ 'or, up to now': parsed.twin?.sentence }),
      tree: JSON.stringify(parsed.rule, null, 2),
      SQL: sql,
      parameters: params.map((value, index) => `$${index + 1} = ${JSON.stringify(value)}`).join('\n'),
    };
    const { bold } = paintFor(process.stdout);
    for (const [name, text] of Object.entries(parts))
      process.stdout.write(`${bold(name)}\n${text.replace(/^/gm, '  ')}\n\n`);
    return 0;
  });
}

function sayProblem(sentence: string, { at, length, message, suggestions, examples = [] }: Problem): void {
  const { red } = paintFor(process.stderr);
  const carets = red('^'.repeat(Math.max(1, length)));
  process.stderr.write(`${sentence}\n${' '.repeat(at)}${carets}\n${message}\n`);
  for (const suggestion of suggestions) process.stderr.write(`  try: ${suggestion}\n`);
  if (examples.length > 0) process.stderr.write(`  examples: ${examples.join('; ')}\n`);
}
