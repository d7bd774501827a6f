import { createHash } from 'node:crypto';
import type { Brand } from '../../audience/public/brand-shown.ts';

/** Small enough to be part of the page: one request, and the policy names its hash. */
const sheet = `
*{box-sizing:border-box}
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2024;--soft:#565e65;--line:#c9ccd1;--good:#e5f3ea;--good-ink:#14512c}
@media (prefers-color-scheme:dark){:root{--paper:#16191c;--ink:#ececec;--soft:#b4b9be;--line:#4a5157;--good:#193524;--good-ink:#bfe8cd}}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans JP",sans-serif}
.bar{height:6px;background:var(--accent)}
main,header,footer{max-width:34rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem;font-weight:650}
h1{margin:.75rem 0 .25rem;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
h2{margin:2rem 0 .25rem;font-size:1.1rem}
p{margin:.5rem 0}
.soft,.hint{color:var(--soft)}
.said{margin:1rem 0;padding:.75rem 1rem;border-radius:.5rem;background:var(--good);color:var(--good-ink)}
.said form{display:inline}
fieldset{margin:0;padding:0;border:0}
legend{padding:0}
.topic{display:flex;gap:.85rem;align-items:flex-start;padding:.8rem 0;border-bottom:1px solid var(--line);cursor:pointer}
.topic input{flex:none;width:1.4rem;height:1.4rem;margin:.1rem 0 0;accent-color:var(--accent)}
.topic b{font-weight:600;overflow-wrap:anywhere}
.topic small{color:var(--soft);font-size:inherit;overflow-wrap:anywhere}
button{min-height:2.9rem;margin:.6rem .5rem 0 0;padding:.5rem 1.1rem;border:1px solid currentColor;border-radius:.5rem;background:none;color:inherit;font:inherit;font-weight:600;cursor:pointer}
button.main{border-color:var(--ink);background:var(--accent);color:var(--on-accent)}
button.small{min-height:2rem;margin:0 0 0 .5rem;padding:.1rem .8rem}
input[type=email]{display:block;width:100%;min-height:2.9rem;margin-top:.25rem;padding:.4rem .75rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--paper);color:inherit;font:inherit}
.wrong{color:inherit;font-weight:600}
.wrong::before{content:"! "}
.trap{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
a{color:inherit}
:focus-visible{outline:3px solid currentColor;outline-offset:2px}
footer{padding-bottom:3rem}
`.replaceAll('\n', '');

interface Style {
  css: string;
  source: string;
}

/** Made once for each color: many pages of one brand are opened in a row. */
const made = new Map<string, Style>();
const MOST_MADE = 1000;

/** The stylesheet of a brand's pages, and its source for a Content-Security-Policy. */
export function styleOf({ accent, onAccent }: Pick<Brand, 'accent' | 'onAccent'>): Style {
  const known = made.get(accent);
  if (known !== undefined) return known;
  const css = `:root{--accent:${accent};--on-accent:${onAccent}}${sheet}`;
  const style = { css, source: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
  if (made.size < MOST_MADE) made.set(accent, style);
  return style;
}
