import { fieldCalled, isContactField } from '../../contact-fields.ts';
import { findNamed } from '../../lib/names.ts';
import type { AttributeType, Column, Mapping } from '../schema.ts';
import { attributeName, type MappingProblem } from './mapping.ts';

/**
 * Fits a guess to the attributes that a workspace has: a column with the name of one takes its type, or is
 * left out if its cells have another type.
 */
export function fitToAttributes(
  mapping: Mapping,
  attributes: readonly { name: string; type: AttributeType; yearly: boolean }[],
): { mapping: Mapping; problems: MappingProblem[] } {
  const problems: MappingProblem[] = [];
  const columns = mapping.columns.map((column, index): Column => {
    const attribute =
      column.target === 'attribute' ? findNamed(attributes, attributeName(column)) : undefined;
    if (attribute === undefined) return column;
    const { type, yearly } = attribute;
    if (type === column.type) return { ...column, yearly };
    if (type === 'text') return { ...column, type, dateOrder: null, yearly };
    if (column.readable?.includes(type)) return { ...column, type, yearly };
    problems.push({
      column: index,
      blocking: false,
      message: `"${column.header}" contains ${valueNames[column.type]} here, but the attribute of that name contains ${valueNames[type]}.`,
      hint: 'It isn’t imported. To import it, rename the column in the file.',
    });
    return { ...column, target: 'ignore' };
  });
  return { mapping: { ...mapping, columns }, problems };
}

/**
 * A guess in which a column with the name of an attribute is that attribute, even if its name could also mean
 * a field: a workspace that keeps "Ort" in an attribute keeps doing so.
 */
export function preferAttributes(
  mapping: Mapping,
  attributes: readonly { name: string; type: AttributeType }[],
): Mapping {
  const columns = mapping.columns.map((column): Column => {
    const isField = !column.own && isContactField(column.target);
    if (!isField || fieldCalled(column.header, { strictly: true }) !== undefined) return column;
    // With another type, the column would be left out.
    const isAttribute = findNamed(attributes, column.header)?.type === 'text';
    return isAttribute ? { ...column, target: 'attribute' } : column;
  });
  return { ...mapping, columns };
}

const valueNames: Record<AttributeType, string> = {
  text: 'text',
  number: 'numbers',
  boolean: 'yes or no',
  date: 'dates',
};
