import type { AlertBlock as Alert } from '@slack/types';
import { html } from '../html.ts';
import { Icon } from '../icon.ts';
import { Text } from '../text/text.ts';

/** A colored box with a text. */
export function AlertBlock({ block }: { block: Alert }) {
  const { level = 'default' } = block;
  const name = level === 'success' ? 'check' : level === 'warning' || level === 'error' ? 'warning' : 'info';
  return html`<div class=${`alert ${level}`} role=${level === 'error' ? 'alert' : 'status'}>
    <${Icon} name=${name} /><div><${Text} text=${block.text} /></div>
  </div>`;
}
