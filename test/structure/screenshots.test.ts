import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The script has no types.
const script = '../../scripts/page-hash.mjs';
const { hashFile, pageHash }: { hashFile: string; pageHash: () => string } = await import(script);

const folder = 'docs/screenshots';
const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'));

describe('the pictures in docs/screenshots', () => {
  it('show the playground’s page as it is now: after changing it, run npm run screenshots', () => {
    expect(existsSync(hashFile) ? readFileSync(hashFile, 'utf8').trim() : 'never taken').toBe(pageHash());
  });

  it('are pictures of a reasonable size, and each that the docs show exists', () => {
    const wrong = pictures.filter((name) => {
      const bytes = readFileSync(`${folder}/${name}`);
      return bytes.subarray(1, 4).toString() !== 'PNG' || bytes.length < 5_000 || bytes.length > 400_000;
    });
    expect(wrong).toEqual([]);
    const docs = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md'))];
    const shown = docs.flatMap((name) =>
      [
        ...readFileSync(name === 'README.md' ? name : `docs/${name}`, 'utf8').matchAll(
          /screenshots\/([\w-]+\.png)/g,
        ),
      ].map(([, picture = '']) => picture),
    );
    expect(shown.filter((picture) => !pictures.includes(picture))).toEqual([]);
    expect(shown.length).toBeGreaterThan(5);
  });
});
