import { expect, it } from 'vitest';
import { closeForm, overtake } from '../../../src/slack/core/latest.ts';

it('lets nothing that was typed before the form was submitted change it, unless it comes back with an error', () => {
  const typing = overtake('V1');
  expect(typing()).toBe(true);
  const reopen = closeForm('V1');
  expect(typing()).toBe(false);
  // Delivered late, after the form was submitted.
  expect(overtake('V1')()).toBe(false);
  expect(overtake('V2')()).toBe(true);
  reopen();
  expect(overtake('V1')()).toBe(true);
});
