import type { TourFacts } from '../slack-server/protocol.ts';
import { loadTourFacts } from './api.ts';
import { html } from './html.ts';
import { Icon } from './icon.ts';
import { SampleOffer } from './sample-offer.ts';
import type { State } from './state.ts';
import { type Shown, type Step, shownIn, tourSteps } from './tour-steps.ts';
import { useEffect, useState } from './vendor/hooks.js';

/** How long to wait after a change before asking what exists, in milliseconds: changes come in groups. */
const pause = 300;

/** The whole job in nine steps; a click types one. Shows nothing where another app than Rollcall runs. */
export function Tour({ state, onTry }: { state: State; onTry: (text: string) => void }) {
  const [facts, setFacts] = useState<TourFacts>();
  const [shown, setShown] = useState<Shown>({});
  const ask = () => void loadTourFacts().then((fresh) => fresh && setFacts(fresh));
  useEffect(() => {
    const timer = setTimeout(ask, facts === undefined ? 0 : pause);
    return () => clearTimeout(timer);
  }, [state.messages, state.views, state.runs]);
  const { size, results } = shownIn(state.runs, state.messages);
  useEffect(
    () => setShown((before) => ({ size: size ?? before.size, results: results ?? before.results })),
    [size, results],
  );

  if (facts === undefined) return null;
  const steps = tourSteps(facts, shown);
  const next = steps.find((step) => !step.done);
  return html`<section class="tour" aria-label="Tour">
    <h3>${next ? 'The whole job in nine steps' : 'That’s the whole job'}</h3>
    <${SampleOffer} isEmpty=${facts.contacts === 0} onLoaded=${ask} />
    <ol>
      ${steps.map((step, index) => {
        const state = step.done ? 'done' : step === next ? 'next' : '';
        return html`<li key=${step.title} class=${state}>
          <button type="button" onClick=${() => (step.inMailbox ? openMailbox() : onTry(step.text))}>
            <span class="tour-mark">${step.done ? html`<${Icon} name="check" /><span class="sr-only">Done:</span>` : index + 1}</span>
            <${Words} step=${step} />
            <code>${step.text}</code>
          </button>
        </li>`;
      })}
    </ol>
  </section>`;
}

const openMailbox = (): void => {
  location.hash = '#mailbox';
};

function Words({ step }: { step: Step }) {
  return html`<span class="tour-text"><strong>${step.title}</strong><span class="tour-hint">${step.hint}</span></span>`;
}
