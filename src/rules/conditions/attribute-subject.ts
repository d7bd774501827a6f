import { parseTimeframe } from '../../dates/parse.ts';
import type { Timeframe } from '../../dates/schema.ts';
import { readText } from '../../lib/texts.ts';
import {
  isPlainNumber,
  type NumberOperatorName,
  numberOperatorNames,
  numberOperators,
  type OfAttribute,
  readNumber,
} from '../attributes.ts';
import {
  type FormSubject,
  inputOf,
  known,
  missing,
  type ReadRow,
  type Row,
  type RowContext,
  type RowInput,
  type RowOperator,
  refused,
} from '../form/row.ts';
import { anyTimes } from '../form/times.ts';
import { betweenNumbers, split } from '../form/typed.ts';
import type { NamedAttribute } from '../names.ts';
import { type TextOperatorName, textOperatorNames } from '../operators.ts';
import { daysOf } from '../sql/days.ts';
import { textOperator } from './text.ts';

type Stored = OfAttribute<Timeframe>;

/** The attributes of a workspace, as a form offers them. */
export const attributeSubject: FormSubject<Stored> = {
  name: 'attribute',
  offers: ({ attributes }) =>
    attributes.map(({ id, name }) => ({ what: `attribute:${id}`, words: name, group: 'Attributes' })),
  find(name, { attributes }) {
    const attribute = attributes.find(({ id }) => String(id) === name);
    if (attribute === undefined) return undefined;
    return {
      operators: [...operatorsOf(attribute), known],
      inputs: (how) => (how === 'known' ? [] : inputsOf(attribute, how)),
      read: (row, context) => readRow(row, attribute, context),
    };
  },
};

function operatorsOf({ type }: NamedAttribute): RowOperator[] {
  switch (type) {
    case 'text':
      return textOperatorNames.map(textOperator);
    case 'number':
      return numberOperatorNames.map((how) => ({
        how,
        words: numberOperators[how].said[0],
        negated: numberOperators[how].said[1],
        ...(usualNumbers.has(how) ? { usual: 'words' as const } : {}),
      }));
    case 'boolean':
      return [
        { how: 'true', words: 'is true', negated: 'is not true' },
        { how: 'false', words: 'is false', negated: 'is not false' },
      ];
    case 'date':
      return [{ how: 'time', words: 'is', negated: 'is not' }];
    default:
      throw type satisfies never;
  }
}

const usualNumbers: ReadonlySet<string> = new Set(['is', '>', '<', 'between']);

function inputsOf({ type }: NamedAttribute, how: string): RowInput[] {
  switch (type) {
    case 'text':
      return [inputOf('text', 'texts')];
    case 'number':
      return [inputOf('text', how === 'is' ? 'numbers' : how === 'between' ? 'two-numbers' : 'number')];
    case 'boolean':
      return [];
    case 'date':
      return [{ ...inputOf('time', 'timeframe'), choices: anyTimes }];
    default:
      throw type satisfies never;
  }
}

function readRow(row: Row, attribute: NamedAttribute, { dates }: RowContext): ReadRow<Stored> {
  const made = (test: Stored['test']): ReadRow<Stored> => ({
    ok: true,
    condition: { type: 'attribute', attribute: attribute.id, test },
  });
  if (row.how === 'known') return made({ is: 'known' });
  switch (attribute.type) {
    case 'boolean':
      return made({ is: 'boolean', value: row.how === 'true' });
    case 'text': {
      const values = [...new Set(split(row.text).map((text) => readText(text) ?? ''))].filter(Boolean);
      if (values.length === 0) return refused(missing.texts, 'text');
      return made({ is: 'text', operator: row.how as TextOperatorName, values });
    }
    case 'number': {
      const operator = row.how as NumberOperatorName;
      const values: number[] = [];
      for (const typed of row.text.split(operator === 'between' ? betweenNumbers : /\s*,\s*/)) {
        const number = readNumber(typed.trim());
        if (number === null || !isPlainNumber(number))
          return refused(`“${typed.trim()}” is not a number.`, 'text');
        if (!values.includes(number)) values.push(number);
      }
      const [least, most] = numberOperators[operator].takes;
      if (values.length < least || values.length > most)
        return refused(operator === 'between' ? missing['two-numbers'] : missing.number, 'text');
      if (operator === 'between' && (values[0] ?? 0) >= (values[1] ?? 0))
        return refused('The smaller number comes first.', 'text');
      return made({ is: 'number', operator, values });
    }
    case 'date': {
      const context = { ...dates, direction: 'any', yearly: attribute.yearly } as const;
      const parsed = parseTimeframe(row.time, context);
      if (!parsed.ok) return refused(parsed.problem.message, 'time');
      if (daysOf(parsed.timeframe, context) === null)
        return refused('A yearly date can’t be before or after. Give a range from when to when.', 'time');
      return made({ is: 'date', timeframe: parsed.timeframe });
    }
    default:
      throw attribute.type satisfies never;
  }
}
