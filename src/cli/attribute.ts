import { typeWords } from '../audience/contacts/attribute-change.ts';
import {
  changeAttributeType,
  listAttributes,
  previewAttributeType,
  type TypePreview,
  type UsedAttribute,
} from '../audience/contacts/attributes.ts';
import { type AttributeType, attributeTypes } from '../csv/schema.ts';
import { noMore, readArguments, wrongUse } from './arguments.ts';
import { exitCodeOf, runInWorkspace } from './command.ts';

const usage = `npm run attribute -- list
npm run attribute -- type <name> [--type ${attributeTypes.join('|')}] [--yearly | --not-yearly]
                     [--apply] [--remove-unfit] [--team T…]

Attributes and their types. "type" previews a change of type, and only changes it with --apply.
  --yearly         a date that repeats every year, like a birthday
  --remove-unfit   removes values that don't fit the type; otherwise they block the change`;

/** `npm run attribute`: works on the same folder whether the app is running or not. */
export async function run(args: string[]): Promise<number> {
  return exitCodeOf(async () => {
    const { values, positionals } = readArguments('attribute', args, {
      type: { type: 'string' },
      yearly: { type: 'boolean' },
      'not-yearly': { type: 'boolean' },
      apply: { type: 'boolean', default: false },
      'remove-unfit': { type: 'boolean', default: false },
      team: { type: 'string' },
    });
    const [verb, ...words] = positionals;
    const known = verb === 'list' || (verb === 'type' && words.length > 0);
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (!known)
      throw wrongUse(
        'attribute',
        verb === 'type' ? 'Which attribute? Name it after "type".' : 'What do you want to do: list or type?',
      );
    if (verb === 'list') noMore('attribute', words);
    return runInWorkspace({ name: 'attribute', team: values.team }, async (deps, caller) => {
      if (verb === 'list') return listed(await listAttributes(deps, caller));
      const wanted = {
        ref: { name: words.join(' ') },
        type: knownType(values.type),
        yearly: values.yearly === true ? true : values['not-yearly'] === true ? false : undefined,
      };
      if (wanted.type === undefined && wanted.yearly === undefined)
        throw wrongUse('attribute', 'Which type? Use --type, --yearly or --not-yearly.');
      if (!values.apply) return previewed(await previewAttributeType(deps, caller, wanted));
      const changed = await changeAttributeType(deps, caller, {
        ...wanted,
        removeUnfit: values['remove-unfit'],
      });
      const { name, type, yearly, converted, removed } = changed;
      const gone = removed === 0 ? '' : `, and ${removed} removed`;
      return `"${name}" is now ${typeWords(type, yearly)}: ${converted === 1 ? '1 value' : `${converted} values`} converted${gone}. Undo: /audience history, for 30 minutes.`;
    });
  });
}

function knownType(type: string | undefined): AttributeType | undefined {
  const known = attributeTypes.find((each) => each === type);
  if (type === undefined || known !== undefined) return known;
  throw wrongUse('attribute', `No type "${type}". Available types: ${attributeTypes.join(', ')}.`);
}

const listed = (attributes: UsedAttribute[]): string =>
  attributes.length === 0
    ? 'No attributes yet. Import a file with extra columns to create them.'
    : attributes
        .map(({ name, type, yearly, segments }) => {
          const uses = segments.length === 0 ? '' : `  used by ${segments.join(', ')}`;
          return `${name}  ${yearly ? `${type}, every year` : type}${uses}`;
        })
        .join('\n');

function previewed(preview: TypePreview): string {
  const { attribute, to, values, converted, unfit, examples, using, blocking } = preview;
  const some = examples.length === 0 ? '' : `: ${examples.join(', ')}`;
  const next =
    blocking.length > 0
      ? `The rules of ${blocking.join(', ')} would stop working: change them first.`
      : `Nothing changed yet. To change it, add --apply${unfit > 0 ? ' --remove-unfit' : ''}.`;
  return [
    `"${attribute.name}": from ${typeWords(attribute.type, attribute.yearly)} to ${typeWords(to.type, to.yearly)}`,
    `  ${values} values, ${converted} of them to convert`,
    ...(unfit === 0 ? [] : [`  ${unfit} don't fit${some}`]),
    ...(using.length === 0 ? [] : [`  used by ${using.join(', ')}`]),
    next,
  ].join('\n');
}
