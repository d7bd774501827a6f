import type { NamedAttribute } from '../../../names.ts';
import { dateFieldWords, dateVerbs } from '../../table-words.ts';
import { randomWords } from '../../words.ts';
import { namedConditionWords } from '../names/named-conditions.ts';
import { type Reader, see } from '../reader/reader.ts';
import { seeCalledDate } from './date-noun.ts';
import { seeEvent } from './event.ts';
import { type Seen, seeAttribute, seeTextField } from './named.ts';

/** The attribute with this name, unless its words have a built-in meaning: then the name needs quotes. */
export function seeOwnAttribute(reader: Reader): Seen<NamedAttribute> | undefined {
  const attribute = seeAttribute(reader) ?? calledDate(reader);
  return attribute?.quoted || (attribute?.length ?? 0) > builtInLength(reader) ? attribute : undefined;
}

/** How many words from here form a built-in name. */
export function builtInLength(reader: Reader): number {
  const words = [
    seeTextField(reader)?.words,
    see(reader, [
      ...dateFieldWords,
      ...dateVerbs,
      'tagged',
      'untagged',
      ...namedConditionWords,
      ...randomWords,
      'tag is',
      'tags are',
      'with',
      'without',
      'no',
      'a',
    ]),
    seeEvent(reader)?.word,
  ];
  return Math.max(...words.map((each) => each?.split(' ').length ?? 0));
}

function calledDate(reader: Reader): Seen<NamedAttribute> | undefined {
  const called = seeCalledDate(reader);
  return called !== undefined && builtInLength(reader) === 0 ? called : undefined;
}
