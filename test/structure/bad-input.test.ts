import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../src/places.ts';

const page = readFileSync(join(root, 'docs/bad-input.md'), 'utf8');

/** The rows of tables that name a test for each: the last cell is `file` › title. */
function rowsOf(text: string): { section: string; what: string; pointer: string }[] {
  const rows: { section: string; what: string; pointer: string }[] = [];
  let [section, isPointing] = ['', false];
  for (const line of text.split('\n')) {
    const title = /^## (.*)/.exec(line)?.[1];
    if (title !== undefined) section = title;
    const cells = line.startsWith('|') ? line.slice(1, -1).split(' | ') : [];
    if (cells.length === 0) isPointing = false;
    else if (/\btest\s*$/.test(cells.at(-1) ?? '') && !isPointing) isPointing = true;
    else if (isPointing && !line.startsWith('|--'))
      rows.push({ section, what: cells[0]?.trim() ?? '', pointer: cells.at(-1)?.trim() ?? '' });
  }
  return rows;
}

/**
 * Whether a file has a test with this title: in quotes as the first argument of a test, including `it.each`.
 */
function hasTest(pointer: string): boolean {
  const [, file = '', title = ''] = /^`([\w./-]+)` › (.+)$/.exec(pointer) ?? [];
  const place = join(root, file);
  if (file === '' || !existsSync(place)) return false;
  const quoted = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`[(]\\s*(['"\`])${quoted}\\1,`).test(readFileSync(place, 'utf8'));
}

describe('docs/bad-input.md', () => {
  const rows = rowsOf(page);

  it('has rows for every surface', () => {
    const sections = [...new Set(rows.map(({ section }) => section))];
    expect(sections).toEqual(
      expect.arrayContaining([
        ...['Commands', 'Rules and dates', 'Modals and buttons', 'API', 'Webhooks', 'Events'],
        ...['Command line and configuration', 'Faults'],
      ]),
    );
    expect(rows.length).toBeGreaterThan(50);
  });

  it.each(rows)('points at a test that exists: $section, $what', ({ pointer }) => {
    expect(hasTest(pointer), pointer).toBe(true);
  });

  it.each([
    '`test/nowhere.test.ts` › says why',
    '`test/config.test.ts` › has no such title',
    '`test/config.test.ts` › names every wrong variable',
    'no pointer at all',
  ])('would notice a wrong pointer: %s', (pointer) => {
    expect(hasTest(pointer)).toBe(false);
  });
});
