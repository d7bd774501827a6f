import { expect, it, vi } from 'vitest';
import { knownTo, readSentence } from '../../../src/audience/segments/segments.ts';
import { segmentPlace } from '../../../src/slack/segments/buttons.ts';
import { withAudience } from '../../support/with-audience.ts';

const audience = withAudience();
const sentence = 'has not opened in 60 days and email contains "@acme.example"';

/** How often the sentence itself is looked through: as often for each time that it is read. */
async function looksDuring(work: () => Promise<unknown>): Promise<number> {
  const replace = vi.spyOn(String.prototype, 'replace');
  try {
    await work();
    return replace.mock.contexts.filter((text) => String(text) === sentence).length;
  } finally {
    replace.mockRestore();
  }
}

// Reading is most of the time that a count of a small audience takes.
it('reads a counted sentence once', async () => {
  const ada = await audience.newCaller('admin');
  const known = await knownTo(audience.deps, ada);
  const once = await looksDuring(async () => readSentence(sentence, known));
  expect(once).toBeGreaterThan(0);
  const { deps } = audience;
  expect(await looksDuring(() => segmentPlace({ audience: deps }, ada, { show: 'count', sentence }))).toBe(
    once,
  );
});
