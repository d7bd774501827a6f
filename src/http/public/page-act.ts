import type { PageAct } from '../../audience/public/acts.ts';
import type { Visit } from '../../audience/public/visit.ts';
import type { Form } from './form.ts';
import type { Voice } from './pages.ts';

/** The button that a person clicked; undefined for an unknown one. */
export function actOf(form: Form, { preferences }: Visit, { say, language }: Voice): PageAct | undefined {
  const name = form.get('do');
  switch (name) {
    case 'save': {
      const named = new Map(
        preferences.topics.map(({ id, name, description }) => [id, { name, description }]),
      );
      return {
        do: name,
        ...{
          was: new Set(form.numbers('was')),
          on: new Set(form.numbers('on')),
          shown: new Set(form.numbers('shown')),
        },
        texts: (id) => [named.get(id)?.name, named.get(id)?.description].filter(Boolean).join(': '),
      };
    }
    case 'pause30':
    case 'pause90':
      return { do: name, text: say(name) };
    case 'resume':
      return { do: name, text: say('endPause') };
    case 'leave':
      return { do: name, text: say('leaveAll') };
    case 'back':
      return { do: name, text: say('comeBack') };
    case 'undo':
      return { do: name, undo: form.get('undo') };
    case 'link':
      return { do: name, language };
    default:
      return undefined;
  }
}
