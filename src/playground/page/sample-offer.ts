import { isSampleOffered, loadSample } from './api.ts';
import { html } from './html.ts';
import { useSurroundings } from './surroundings.ts';
import { useEffect, useState } from './vendor/hooks.js';

/** The button that fills an empty workspace, and the result. Shows nothing if there are contacts already. */
export function SampleOffer({ onLoaded }: { onLoaded: () => void }) {
  const { person } = useSurroundings();
  const [step, setStep] = useState<'none' | 'offered' | 'loading' | 'loaded' | 'failed'>('none');
  const [said, setSaid] = useState('');
  useEffect(() => {
    void isSampleOffered().then((offered) => setStep(offered ? 'offered' : 'none'));
  }, []);
  if (step === 'none') return null;
  const load = async () => {
    setStep('loading');
    setSaid('Creating sample contacts. This takes a few seconds.');
    const answer = await loadSample(person.id);
    setStep(answer.ok ? 'loaded' : 'failed');
    setSaid(answer.said);
    if (answer.ok) onLoaded();
  };
  return html`<div class=${`sample-offer ${step}`}>
    ${
      step !== 'loaded' &&
      html`<button type="button" class="button" disabled=${step === 'loading'} onClick=${load}>Load sample audience</button>`
    }
    <p role="status">${step === 'offered' ? 'No file handy? Start with sample contacts.' : said}</p>
  </div>`;
}
