import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayText } from '../../../src/storage/database/array-text.ts';
import { withAudience } from '../../support/with-audience.ts';

describe('arrayText', () => {
  const audience = withAudience({ on: 'embedded' });

  it('is read by the database as the list that it was', async () => {
    // No text in the database can contain a NUL.
    const unit = fc.oneof(fc.constantFrom(...'"\\\\{},\'\\n\\t ', 'NULL'), fc.string({ unit: 'grapheme' }));
    const text = fc.array(unit).map((units) => units.join('').replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(text, fc.constant(null))), async (texts) => {
        const { rows } = await audience.storage.pool.query('SELECT $1::text[] AS texts', [arrayText(texts)]);
        expect(rows[0].texts).toEqual(texts);
      }),
      { numRuns: 300 },
    );
  });
});
