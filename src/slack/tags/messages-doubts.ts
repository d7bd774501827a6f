import type { NameDoubt } from '../../audience/tags/names.ts';
import { actions } from '../core/ids.ts';
import { button, buttons, type Message, message, section } from '../kit/message.ts';
import { code, count, joined, type Mrkdwn, md } from '../kit/mrkdwn.ts';

/** What a name is for: a new tag, or a tag that is being renamed. */
export type NameUse = { for: 'new' } | { for: 'rename'; tag: { id: number; name: string } };

/** Nothing was done, because of the name. Buttons continue with the existing tag, a valid name, or anyway. */
export function nameDoubt(doubt: NameDoubt, use: NameUse): Message {
  const { name } = doubt;
  const verb = use.for === 'new' ? 'Create' : 'Rename to';
  if ('fitting' in doubt) {
    const { fitting } = doubt;
    const line =
      use.for === 'new' ? `/tags new ${fitting}` : `/tags rename "${use.tag.name}" to "${fitting}"`;
    return message(
      [
        section(md`${styleSentence(doubt)} Nothing changed.`),
        buttons(
          button(`${verb} ${fitting}`, actions.runCommand, line, { style: 'primary' }),
          button('Cancel', actions.dismiss, ''),
        ),
      ],
      `${name} doesn’t match the style of your tags.`,
    );
  }
  const [first] = doubt.alike;
  const anyway =
    use.for === 'new'
      ? button(`Create ${name} anyway`, actions.makeTagAnyway, name)
      : button(`${verb} ${name} anyway`, actions.renameTagAnyway, JSON.stringify({ id: use.tag.id, name }));
  return message(
    [
      section(md`${alikeSentence(doubt)} Nothing changed.`),
      buttons(
        ...(first === undefined
          ? []
          : [button(`Use ${first.name}`, actions.showTag, String(first.id), { style: 'primary' })]),
        anyway,
        button('Cancel', actions.dismiss, ''),
      ),
    ],
    `A tag very similar to ${name} already exists.`,
  );
}

const NAMED = 10;

/** The same for a modal. */
export function alikeSentence({ name, alike }: Extract<NameDoubt, { alike: unknown }>): Mrkdwn {
  const named = alike.slice(0, NAMED).map((tag) => code(tag.name));
  const rest = alike.length - named.length;
  const list = md`${joined(named, ', ')}${rest > 0 ? md` and ${count(rest)} more` : ''}`;
  const existing = alike.length === 1 ? md`an existing tag` : md`existing tags`;
  return md`:warning: ${code(name)} is very similar to ${existing}: ${list}.`;
}

function styleSentence({ name, fitting, style }: Extract<NameDoubt, { fitting: unknown }>): Mrkdwn {
  const wanted = style === 'kebab-case' ? md`kebab-case` : md`lower case`;
  return md`:warning: Tags here use ${wanted}: ${code(fitting)} instead of ${code(name)}.`;
}
