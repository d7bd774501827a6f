import type { ReadingState } from '../slack-server/protocol.ts';
import { askReaders, startReaders } from './api.ts';
import { html } from './html.ts';
import { useSurroundings } from './surroundings.ts';
import { useEffect, useState } from './vendor/hooks.js';

/** Lets invented people read the mails of campaigns, to see results without waiting for days. */
export function LetThemRead({ arrivals }: { arrivals: number }) {
  const { person } = useSurroundings();
  const [state, setState] = useState<ReadingState>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    void askReaders().then(setState);
  }, [arrivals]);
  if (state === undefined || (state.waiting === 0 && state.hours === null && state.said === '')) return null;
  const start = async () => {
    const begun = await startReaders(person.id);
    setProblem(typeof begun === 'string' ? begun : undefined);
    if (typeof begun !== 'string') setState(begun);
  };
  return html`<div class="mail-readers">
    <button type="button" class="button" disabled=${state.waiting === 0 || state.hours !== null} onClick=${() => void start()}>Let the audience read it</button>
    <p role="status">${lineOf(state)}</p>
    ${problem && html`<p class="trouble" role="alert">${problem}</p>`}
  </div>`;
}

function lineOf({ waiting, hours, said, log }: ReadingState): string {
  if (hours !== null) return `They are reading: ${Math.round(hours)} of 72 hours.`;
  if (said !== '') return `${said} All of it is in ${log}.`;
  const mails = `${waiting.toLocaleString('en')} unread ${waiting === 1 ? 'mail' : 'mails'} of campaigns`;
  return `${mails}. Invented people open, click, bounce and unsubscribe; the clock moves three days.`;
}
