import { loadSample, sampleFileUrl } from './api.ts';
import { html } from './html.ts';
import { useSurroundings } from './surroundings.ts';
import { useState } from './vendor/hooks.js';

/** The button that fills an empty workspace, a file to import instead, and the result. */
export function SampleOffer({ isEmpty, onLoaded }: { isEmpty: boolean; onLoaded: () => void }) {
  const { person } = useSurroundings();
  const [step, setStep] = useState<'offered' | 'loading' | 'loaded' | 'failed'>('offered');
  const [said, setSaid] = useState('');
  const load = async () => {
    setStep('loading');
    setSaid('Creating sample contacts. This takes a few seconds.');
    const answer = await loadSample(person.id);
    setStep(answer.ok ? 'loaded' : 'failed');
    setSaid(answer.said);
    onLoaded();
  };
  const isOffered = isEmpty && step !== 'loaded';
  // While it loads, contacts already exist.
  if (!isOffered && step === 'offered') return null;
  return html`<div class=${`sample-offer ${step}`}>
    ${
      (isOffered || step === 'loading') &&
      html`<button type="button" class="button" disabled=${step === 'loading'} onClick=${load}>Load sample audience</button>`
    }
    <p role="status">${
      step === 'offered'
        ? html`No file at hand? Start with sample contacts, or <a href=${sampleFileUrl} download="contacts.csv">download contacts.csv</a> and import it.`
        : said
    }</p>
  </div>`;
}
