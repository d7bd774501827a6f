import htm from './vendor/htm.js';
import { h, type VNode } from './vendor/preact.js';

/**
 * Turns a template into Preact nodes. Values become text or attributes, never markup.
 *
 * @example html`<button onClick=${save}>${label}</button>`
 */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
