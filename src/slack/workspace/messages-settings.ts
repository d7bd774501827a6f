import { actions } from '../core/ids.ts';
import { button, buttons, type Message, message, section } from '../kit/message.ts';
import { counted, escaped, md } from '../kit/mrkdwn.ts';

/** The settings that were changed. */
export function settingsChanged({ changed, people }: { changed: string[]; people: number }): Message {
  const parts = [...changed, ...(people === 0 ? [] : [`the role of ${counted(people, 'person', 'people')}`])];
  const words = parts.length === 0 ? 'Nothing changed.' : `Changed: ${parts.join(', ')}.`;
  return message(
    [
      section(md`:gear: ${escaped(words)}`),
      buttons(
        button('Settings', actions.openSettings, ''),
        button('Attributes', `${actions.runCommand}.attributes`, '/audience attributes'),
        button('Email providers', `${actions.runCommand}.providers`, '/audience providers'),
        button('API keys', `${actions.runCommand}.keys`, '/audience keys'),
        button('History', `${actions.runCommand}.history`, '/audience history'),
      ),
    ],
    words,
  );
}
