import { languageCode } from '../../../../lib/languages.ts';
import { namedLike } from '../../../../lib/names.ts';
import type { Rule } from '../../../schema.ts';
import { peopleWords } from '../../words.ts';
import { peek, type Reader, see, textOf } from '../reader/reader.ts';

interface Speaking {
  rule: Rule;
  length: number;
}

/** "German speakers", "French or Dutch speakers", "Spanish-speaking customers" `offset` tokens from here. */
export function seeSpeakers(reader: Reader, offset = 0): Speaking | undefined {
  const seen = seeAllSpeakers(reader, offset);
  return seen === undefined || isCalled(reader, offset, seen.length) ? undefined : seen;
}

function seeAllSpeakers(reader: Reader, offset: number): Speaking | undefined {
  const from = reader.next + offset;
  if (!reader.tokens.slice(from, from + 8).some(({ lower }) => lower.includes('speak'))) return undefined;
  const speaking = seeSpeaking(reader, offset);
  if (speaking !== undefined) {
    const people = see(reader, peopleWords, offset + speaking.length) === undefined ? 0 : 1;
    return { ...speaking, length: speaking.length + people };
  }
  const languages: string[] = [];
  for (let at = offset; ; at += 1) {
    const language = languageAt(reader, at);
    if (language === undefined) return undefined;
    languages.push(language);
    const follows = peek(reader, at + 1)?.lower ?? '';
    if (follows === 'speaker' || follows === 'speakers')
      return isNamed(reader, at + 1) ? undefined : { rule: speaks(languages), length: at + 2 - offset };
    if (follows !== 'or') return undefined;
    at += 1;
  }
}

/** "Spanish-speaking", "Spanish speaking". */
export function seeSpeaking(reader: Reader, offset: number): Speaking | undefined {
  const seen = seeOneSpeaking(reader, offset);
  return seen === undefined || isCalled(reader, offset, seen.length) ? undefined : seen;
}

/** If a tag or segment is called "German speakers", the words mean that. */
function isCalled(reader: Reader, offset: number, length: number): boolean {
  const from = reader.next + offset;
  const name = textOf(reader, from, from + length);
  return [reader.names.tags, reader.names.segments].some((things) => namedLike(things, name).length > 0);
}

function seeOneSpeaking(reader: Reader, offset: number): Speaking | undefined {
  const token = peek(reader, offset);
  if (token?.kind !== 'word') return undefined;
  const [, joined] = /^(\p{L}{4,})[-‐-–]speaking$/u.exec(token.lower) ?? [];
  const code = joined === undefined ? undefined : languageCode(joined);
  if (code) return { rule: speaks([code]), length: 1 };
  const language = languageAt(reader, offset);
  if (language === undefined || peek(reader, offset + 1)?.lower !== 'speaking') return undefined;
  return { rule: speaks([language]), length: 2 };
}

/** A language by its name, not its code: too many codes are words. */
function languageAt(reader: Reader, offset: number): string | undefined {
  const token = peek(reader, offset);
  if (token?.kind !== 'word' || !/^\p{L}{4,}$/u.test(token.lower)) return undefined;
  return languageCode(token.lower) ?? undefined;
}

/** "Speakers" may also be people who give talks. */
const isNamed = ({ names, ...reader }: Reader, offset: number): boolean => {
  const word = reader.tokens[reader.next + offset]?.text ?? '';
  return [word, word.replace(/s$/i, '')].some(
    (each) => namedLike(names.tags, each).length + namedLike(names.segments, each).length > 0,
  );
};

const speaks = (values: string[]): Rule => ({
  type: 'text',
  field: 'language',
  operator: 'is',
  values: [...new Set(values)],
});
