import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contrastOf, textOn } from '../../src/lib/contrast.ts';
import { html } from '../../src/lib/html.ts';

it('escapes anything that is put into HTML, except HTML that it made itself', () => {
  expect(
    html`<p title="${`"x" & 'y'`}">${'<b>'}${html`<i>${1}</i>`}${[html`<br>`, 'a', undefined, false]}</p>`
      .html,
  ).toBe('<p title="&quot;x&quot; &amp; &#39;y&#39;">&lt;b&gt;<i>1</i><br>a</p>');
});

it('finds a text color that is readable on every color', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 1);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const colour = `#${number.toString(16).padStart(6, '0')}`;
      expect(contrastOf(colour, textOn(colour))).toBeGreaterThanOrEqual(4.5);
    }),
  );
});
