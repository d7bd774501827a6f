import { type ContactFieldName, contactField } from '../../contact-fields.ts';
import { findNamed } from '../../lib/names.ts';
import { clip } from '../../lib/words.ts';
import { readBoolean } from '../cells/booleans.ts';
import { ownCopy, readNumber } from '../cells/cells.ts';
import { isNoMoment } from '../cells/no-value.ts';
import { readTags } from '../cells/tags.ts';
import { type CsvDate, readDate, readNumberedDate, readYearlessDay } from '../dates/dates.ts';
import { readOwnMoment } from '../dates/own-moments.ts';
import type { Column, Mapping } from '../schema.ts';
import { type RowContact, validations } from './contact.ts';
import { type FileTopic, topicAnswer } from './topics.ts';

/** Puts a cell into a contact, or says why it can't; `raw` still has its line breaks. */
export type CellReader = (cell: string, contact: RowContact, raw: string) => string | undefined;

/** Reads a column's cells one by one; undefined if all columns of a kind are read together, or not read. */
export function cellReader(column: Column, topics: Mapping['topics'] = []): CellReader | undefined {
  const { target } = column;
  switch (target) {
    case 'signed-up':
      return dateReader(column, (date, contact) => {
        // The zeros of Unix and SQL Server, also one zone earlier or later.
        contact.signedUp = /^(?:1970-01-01|1969-12-31|1900-01-01)$/.test(date.day) ? null : date;
      });
    case 'tags': {
      const tagsIn = remembered(readTags);
      return (_cell, contact, raw) => {
        contact.tags.push(...tagsIn(raw));
        return undefined;
      };
    }
    case 'topic':
      return topicReader(column);
    case 'topics':
      return topicsReader(column, topics);
    case 'attribute':
      return attributeReader(column);
    case 'email-validation':
      return (cell, contact) => {
        const known = validations.find((validation) => validation === cell.toLowerCase());
        if (known !== undefined) contact.validation = known;
        return undefined;
      };
    // Read before the others, because without an address the rest doesn't matter.
    case 'email':
    // All such columns are read together, including their blank cells.
    case 'status':
    case 'status-since':
    // They only make a name together.
    case 'first-name':
    case 'last-name':
    case 'ignore':
      return undefined;
    default:
      return fieldReader(target, column);
  }
}

function topicReader({ header, topicId = 0 }: Column): CellReader {
  return (cell, contact) => {
    const isOn = topicAnswer(cell);
    if (isOn === null) return `"${shorten(cell)}" in "${header}" is not yes or no`;
    contact.topics = { ...contact.topics, [topicId]: isOn };
    return undefined;
  };
}

/** A list of topics turns on those that it names, and says nothing about the others. */
function topicsReader({ header }: Column, topics: readonly FileTopic[]): CellReader {
  const namesIn = remembered(readTags);
  return (_cell, contact, raw) => {
    for (const name of namesIn(raw)) {
      const topic = findNamed(topics, name);
      if (topic === undefined) return `"${shorten(name)}" in "${header}" is not a topic`;
      if (contact.topics?.[topic.id] !== false) contact.topics = { ...contact.topics, [topic.id]: true };
    }
    return undefined;
  };
}

function fieldReader(field: ContactFieldName, { own }: Column): CellReader {
  const { values, fromCell } = contactField(field);
  const put =
    (convert: (cell: string) => string): CellReader =>
    (cell, contact) => {
      contact[field] = convert(cell);
      return undefined;
    };
  if (values.coded) return put(remembered(values.keep));
  return put(own || fromCell === undefined ? (cell) => cell : fromCell);
}

/**
 * Some columns have few different cells (countries, days), and reading one again costs more than the rest of
 * the row.
 */
function remembered<Value>(read: (cell: string) => Value): (cell: string) => Value {
  const known = new Map<string, Value>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    if (known.size >= 5000 || cell.length > 60) return read(cell);
    // Parts of the value may be slices of the cell.
    const own = ownCopy(cell);
    const value = read(own);
    known.set(own, value);
    return value;
  };
}

function dateReader(column: Column, set: (date: CsvDate, contact: RowContact) => void): CellReader {
  const { header, dateOrder } = column;
  // A birthday or sign-up is never years ahead: 1/2/57 is in 1957.
  const latest = column.target === 'signed-up' || column.yearly ? column.notAfter : undefined;
  const dateOf = remembered(
    (cell) =>
      (column.own ? readOwnMoment(cell, { hasDays: true }) : null) ??
      readDate(cell, dateOrder ?? undefined, latest) ??
      readNumberedDate(cell),
  );
  return (cell, contact) => {
    if (isNoMoment(cell) || cell === '0') return undefined;
    const date = dateOf(cell);
    if (date === null)
      return `"${shorten(cell)}" in "${header}" is not a date (${orderNames[dateOrder ?? 'ymd']})`;
    set(date, contact);
    return undefined;
  };
}

/** The days of a status that are also sign-up days. A cell that isn't a day only gives the status. */
export function signUpReader(column: Column): CellReader | undefined {
  if (column.target !== 'status') return cellReader(column);
  const read = dateReader({ ...column, target: 'signed-up' }, (date, contact) => {
    contact.signedUp = date;
  });
  return (cell, contact, raw) => {
    read(cell, contact, raw);
    return undefined;
  };
}

/** Like dateReader, for an attribute: a yearly day may have no year. */
function dayReader(column: Column, set: (day: string, contact: RowContact) => void): CellReader {
  const read = dateReader(column, (date, contact) => set(date.day, contact));
  if (!column.yearly) return read;
  return (cell, contact, raw) => {
    const day = readYearlessDay(cell);
    if (day === null) return read(cell, contact, raw);
    set(day, contact);
    return undefined;
  };
}

const orderNames = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' };

function attributeReader(column: Column): CellReader {
  const id = String(column.attributeId);
  const { header, type } = column;
  switch (type) {
    case 'text':
      return (cell, contact) => {
        contact.attributes[id] = cell;
        return undefined;
      };
    case 'date':
      return dayReader(column, (day, contact) => {
        contact.attributes[id] = day;
      });
    case 'number':
    case 'boolean': {
      const read = type === 'number' ? readNumber : readBoolean;
      return (cell, contact) => {
        const value = read(cell);
        if (value === null)
          return `"${shorten(cell)}" in "${header}" is not ${type === 'number' ? 'a number' : 'yes or no'}`;
        contact.attributes[id] = value;
        return undefined;
      };
    }
    default:
      return type satisfies never;
  }
}

const shorten = (text: string): string => clip(text, 60);
