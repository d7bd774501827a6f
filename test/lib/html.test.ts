import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contrastOf, textOn } from '../../src/lib/contrast.ts';
import { html } from '../../src/lib/html.ts';

it('takes whatever is put into HTML for text, and what it made itself for HTML', () => {
  expect(
    html`<p title="${`"x" & 'y'`}">${'<b>'}${html`<i>${1}</i>`}${[html`<br>`, 'a', undefined, false]}</p>`
      .html,
  ).toBe('<p title="&quot;x&quot; &amp; &#39;y&#39;">&lt;b&gt;<i>1</i><br>a</p>');
});

it('finds a text colour that can be read on every colour', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 1);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const colour = `#${number.toString(16).padStart(6, '0')}`;
      expect(contrastOf(colour, textOn(colour))).toBeGreaterThanOrEqual(4.5);
    }),
  );
});
