import { typeWords } from '../../audience/contacts/attribute-change.ts';
import type { TypedAttribute, TypePreview, UsedAttribute } from '../../audience/contacts/attributes.ts';
import { clip } from '../../lib/words.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, context, type Message, message, section, sectionWith } from '../kit/message.ts';
import { bold, code, count, counted, escaped, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';
import { segmentNames } from '../tags/messages-card.ts';

/** Slack's limit is 50 blocks. */
const MOST = 45;

/** All attributes, each with a button to change its type. */
export function attributeList(attributes: UsedAttribute[], { search }: { search: string }): Message {
  if (attributes.length === 0) {
    const words =
      search === ''
        ? 'No attributes yet. Import a file with extra columns to create them.'
        : `No attributes with “${clip(search, 60)}” in the name.`;
    return message([section(escaped(words))], words);
  }
  const shown = attributes.slice(0, MOST);
  const rest = attributes.length - shown.length;
  const lines = shown.map((attribute) =>
    sectionWith(
      md`${bold(attribute.name)}  ·  ${escaped(typeWords(attribute.type, attribute.yearly))}${usedBy(attribute.segments)}`,
      button('Change type', `${actions.changeAttribute}.${attribute.id}`, String(attribute.id)),
    ),
  );
  return message(
    [
      section(md`*${counted(attributes.length, 'attribute')}*`),
      ...lines,
      ...(rest === 0 ? [] : [context(md`${count(rest)} more: \`/audience attributes <part of a name>\``)]),
    ],
    counted(attributes.length, 'attribute'),
  );
}

const usedBy = (segments: string[]): Mrkdwn =>
  segments.length === 0 ? md`` : md`  ·  used by ${counted(segments.length, 'segment')}`;

/** A preview of another type, with the button that applies it. */
export function typePreview(preview: TypePreview): Message {
  const { attribute, to, values, converted, unfit, examples, using, blocking } = preview;
  const [was, wanted] = [typeWords(attribute.type, attribute.yearly), typeWords(to.type, to.yearly)];
  if (was === wanted) {
    const words = `"${attribute.name}" is already ${was}.`;
    return message([section(escaped(words))], words);
  }
  const some =
    examples.length === 0
      ? md``
      : md`: ${joined(
          examples.map((each) => code(each)),
          ', ',
        )}`;
  const lines = [
    md`Change ${bold(attribute.name)} from ${escaped(was)} to ${escaped(wanted)}?`,
    values === 0
      ? md`• no contacts have a value yet`
      : md`• ${counted(values - unfit, 'value fits', 'values fit')}; ${count(converted)} will be converted`,
    ...(unfit === 0 ? [] : [md`• ${counted(unfit, 'value doesn’t fit', 'values don’t fit')}${some}`]),
    using.length === 0
      ? md`• no segment uses it`
      : md`• used by ${counted(using.length, 'segment')}: ${segmentNames(using)}`,
    ...(blocking.length === 0
      ? []
      : [
          md`:no_entry: The ${blocking.length === 1 ? md`rule` : md`rules`} of ${segmentNames(blocking)} would stop working. Change ${blocking.length === 1 ? md`it` : md`them`} first.`,
        ]),
  ];
  const value = JSON.stringify({ id: attribute.id, ...to, removeUnfit: unfit > 0 });
  const change = button(
    unfit > 0 ? `Change type, remove ${counted(unfit, 'value')}` : 'Change type',
    actions.confirmAttribute,
    value,
    { style: unfit > 0 ? 'danger' : 'primary' },
  );
  const cancel = button('Cancel', actions.dismiss, '');
  return message(
    [
      section(joined(lines)),
      buttons(...(blocking.length === 0 ? [change, cancel] : [cancel])),
      ...(blocking.length === 0 ? [context(md`You can undo this for 30 minutes.`)] : []),
    ],
    `Change ${attribute.name} from ${was} to ${wanted}?`,
  );
}

/** Confirms that an attribute has a new type. */
export function typeChanged({ name, type, yearly, converted, removed, undoId }: TypedAttribute): Message {
  const now = typeWords(type, yearly);
  const gone = removed === 0 ? md`` : md` Removed ${counted(removed, 'value')} that didn’t fit.`;
  const undo = undoId === undefined ? [] : [button('Undo', actions.undo, String(undoId))];
  return message(
    [
      section(
        md`:white_check_mark: ${bold(name)} is now ${escaped(now)}. Converted ${counted(converted, 'value')}.${gone}`,
      ),
      buttons(...undo, button('All attributes', `${actions.runCommand}.attributes`, '/audience attributes')),
    ],
    `${name} is now ${now}.`,
  );
}
