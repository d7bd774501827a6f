import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../src/places.ts';

it('lets the page read the browser’s clock in one place, which adds how far the app’s was moved', () => {
  const folder = join(root, 'src/playground/page');
  const readers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /Date\.now\(|new Date\(\)/.test(readFileSync(join(folder, file), 'utf8')));
  expect(readers).toEqual(['app.ts']);
});
