import { html } from './html.ts';
import { Icon } from './icon.ts';
import { SampleOffer } from './sample-offer.ts';
import type { Run } from './state.ts';
import { useSurroundings } from './surroundings.ts';
import { useEffect, useState } from './vendor/hooks.js';

interface Step {
  title: string;
  /** The text that goes into the composer. */
  text: string;
  hint: string;
}

const steps: Step[] = [
  {
    title: 'Import contacts',
    text: '/contacts import',
    hint: 'Any CSV file, for example samples/contacts.csv.',
  },
  { title: 'Create a tag', text: '/tags new vip', hint: 'A label you put on contacts by hand.' },
  {
    title: 'Tag people',
    text: '/tags add vip julia.garcia1@mail.example.org, hana.jansen2@post.example.com',
    hint: 'Paste addresses in any format. These two are in the sample; or use your own.',
  },
  {
    title: 'Create a segment from a sentence',
    text: '/segments new Recent VIPs: tagged vip and signed up in the last 5 years',
    hint: 'It keeps itself up to date.',
  },
  {
    title: 'See its size',
    text: '/segments size Recent VIPs',
    hint: 'How many members it has, and how many can be mailed.',
  },
];

/** The first step, which loading the sample also completes. */
const bringIn = actOf(steps[0]?.text ?? '');

const key = 'rollcall-playground-tour';

/** The whole job in five steps. A step is done when its command was answered; a click types it. */
export function Tour({ runs, onTry }: { runs: readonly Run[]; onTry: (text: string) => void }) {
  const { workspace } = useSurroundings();
  const [done, setDone] = useState<string[]>(read);
  const answered = runs.filter((run) => run.ackMs !== undefined && !run.failed).map((run) => actOf(run.text));

  const all = [...new Set([...done, ...answered])];
  useEffect(() => {
    if (all.length > done.length) setDone(all);
    localStorage.setItem(key, JSON.stringify(all));
  }, [all.length]);

  // Another app may run here: without Rollcall's commands there is nothing to show.
  const known = new Set(workspace.commands.map(({ command }) => command));
  if (!steps.every(({ text }) => known.has(text.split(' ')[0] ?? ''))) return null;
  const isDone = (step: Step) => all.includes(actOf(step.text));
  const next = steps.find((step) => !isDone(step));
  return html`<section class="tour" aria-label="Tour">
    <h3>${next ? 'The whole job in five steps' : 'That’s the whole job'}</h3>
    <${SampleOffer} onLoaded=${() => setDone([...all, bringIn])} />
    <ol>
      ${steps.map((step, index) => {
        const state = isDone(step) ? 'done' : step === next ? 'next' : '';
        return html`<li key=${step.text} class=${state}>
          <button type="button" onClick=${() => onTry(step.text)}>
            <span class="tour-mark">${state === 'done' ? html`<${Icon} name="check" /><span class="sr-only">Done:</span>` : index + 1}</span>
            <span class="tour-text"><strong>${step.title}</strong><span class="tour-hint">${step.hint}</span></span>
            <code>${step.text}</code>
          </button>
        </li>`;
      })}
    </ol>
  </section>`;
}

/** A command without its arguments: `/tags new vip` → `/tags new`. */
function actOf(text: string): string {
  return text.split(/\s+/).slice(0, 2).join(' ').toLowerCase();
}

function read(): string[] {
  try {
    const acts: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(acts) ? acts.filter((act) => typeof act === 'string') : [];
  } catch {
    return [];
  }
}
