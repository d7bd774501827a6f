import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../src/places.ts';
import { textsOf } from '../support/source-texts.ts';
import { type Room, voiceRules } from '../support/voice-rules.ts';

const allRooms: Room[] = ['texts', 'comments', 'titles', 'docs'];

/** Passages that keep their words, and why. */
const exceptions: { file: string; has: string; why: string }[] = [];

interface Passage {
  file: string;
  line: number;
  room: Room;
  words: string;
}

const rooms = { text: 'texts', comment: 'comments', title: 'titles' } as const;

const filesIn = (folder: string, ends: string[]): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => ends.some((end) => file.endsWith(end)))
    .filter((file) => !file.includes('/generated/') && !file.includes('/fixtures/'));

/** Of scripts: the texts of src, comments everywhere, the titles of tests. What a test types or expects isn't checked. */
function passagesOf(file: string): Passage[] {
  return textsOf(readFileSync(join(root, file), 'utf8'))
    .filter(({ kind, words }) => words.includes(' ') && (kind !== 'text' || !file.startsWith('test/')))
    .filter(({ kind }) => kind !== 'title' || file.startsWith('test/'))
    .map(({ kind, line, words }) => ({ file, line, room: rooms[kind], words }));
}

/** Of pages: each line that isn't code. */
function linesOf(file: string): Passage[] {
  let isCode = false;
  return readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((words, index) => {
      if (words.startsWith('```')) isCode = !isCode;
      return isCode ? [] : [{ file, line: index + 1, room: 'docs' as const, words }];
    });
}

/** Without quotations and code. */
const own = (words: string): string => words.replace(/`[^`]*`|"[^"]{0,80}"|“[^”]{0,80}”/g, '…');

const isExcused = ({ file, words }: Passage): boolean =>
  exceptions.some((each) => file.startsWith(each.file) && words.includes(each.has));

const faultsOf = (passage: Passage): string[] =>
  voiceRules
    .filter(({ words, only }) => (only?.includes(passage.room) ?? true) && words.test(own(passage.words)))
    .map(
      ({ words, write }) =>
        `${passage.file}:${passage.line} "${words.exec(own(passage.words))?.[0]}" → ${write}`,
    );

const scripts = ['src', 'test', 'bench', 'scripts', 'samples'].flatMap((folder) =>
  filesIn(folder, ['.ts', '.mjs']),
);
const pages = ['README.md', 'manifest.yml', ...filesIn('docs', ['.md']), ...filesIn('src', ['.md'])];

describe('the words of every text', () => {
  const passages = [...scripts.flatMap(passagesOf), ...pages.flatMap(linesOf)];

  it.each(allRooms)('are plain English in %s', (room) => {
    const checked = passages.filter((each) => each.room === room);
    expect(checked.filter((each) => !isExcused(each)).flatMap(faultsOf)).toEqual([]);
  });

  it.each<[Room, string]>([
    ['texts', 'The segment is there.'],
    ['texts', 'The tag is gone since: somebody deleted it.'],
    ['comments', 'Refused where nobody may see it.'],
    ['comments', 'Asks whoever runs it anew.'],
    ['titles', 'says what came of it'],
    ['docs', 'No segment asks for it any more.'],
  ])('finds in %s: %s', (room, words) => {
    expect(faultsOf({ file: 'src/planted.ts', line: 1, room, words })).not.toEqual([]);
  });

  it.each<[Room, string]>([
    ['texts', 'Where does it stand? Created vip.'],
    ['comments', 'Escaped where text meets mrkdwn, and answers "is there." in quotes.'],
    ['docs', 'Run `segments anew` if any more rows are left.'],
  ])('passes in %s: %s', (room, words) => {
    expect(faultsOf({ file: 'src/planted.ts', line: 1, room, words })).toEqual([]);
  });
});
