import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emojiOf } from '../../../src/playground/page/text/emoji.ts';

it('knows every emoji that Rollcall’s messages have', () => {
  const files = readdirSync('src/slack', { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(`src/slack/${file}`, 'utf8').matchAll(/md`[^`]*?:([a-z][a-z0-9_]+):/g),
    ])
    .map(([, name = '']) => name);
  expect(names).toContain('warning');
  expect([...new Set(names)].filter((name) => emojiOf(name) === undefined)).toEqual([]);
});
