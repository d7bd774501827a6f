import { html } from './html.ts';

/**
 * A small drawing, 20 by 20, in the color of the surrounding text. The text beside it or its button says what
 * it means.
 */
export function Icon({ name }: { name: keyof typeof paths }) {
  return html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width=${name === 'dots' ? 2.6 : 1.6} stroke-linecap="round" stroke-linejoin="round">
    <path d=${paths[name]} />
  </svg>`;
}

const paths = {
  hash: 'M8 3.5 6.5 16.5M13.5 3.5 12 16.5M3.5 7.5h13.5M3 12.5h13.5',
  lock: 'M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9',
  dots: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  close: 'M5 5l10 10M15 5 5 15',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  forward: 'M8 4.5 13.5 10 8 15.5',
  send: 'M4 10h11M10.5 5.5 15 10l-4.5 4.5',
  clip: 'M15.5 9.5 10 15a3.5 3.5 0 0 1-5-5l6-6a2.3 2.3 0 0 1 3.3 3.3l-6 6a1.1 1.1 0 0 1-1.6-1.6L12 6.5',
  bolt: 'M11 2.5 4.5 11.5H9L8.5 17.5 15.5 8.5H11z',
  reply: 'M8 5 3.5 9.5 8 14M3.5 9.5h8a5 5 0 0 1 5 5v1',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  file: 'M5 2.5h6.5L15 6v11.5H5zM11 2.5V6.5h4',
  upload: 'M10 13V4M6 7.5 10 3.5l4 4M4 13v3.5h12V13',
  download: 'M10 3.5v9M6 9l4 4 4-4M4 13.5v3h12v-3',
  chevron: 'M5.5 8 10 12.5 14.5 8',
  down: 'M10 4v11M5.5 10.5 10 15l4.5-4.5',
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.2v.01',
  warning: 'M10 3 18 16.5H2zM10 8v4M10 14.2v.01',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  sort: 'M6.5 8 10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5',
  up: 'M6 12l4-4 4 4',
  mail: 'M3 5h14v10.5H3zM3.5 5.5 10 11l6.5-5.5',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2',
  plus: 'M10 4.5v11M4.5 10h11',
  pulse: 'M2.5 10.5h3.5l2.5-6 3.5 11 2.5-5h3',
};
