import type { Meaning } from '../../src/csv/consent/terms.ts';
import type { Mapping } from '../../src/csv/schema.ts';

/** A mapping in which a person said that all cells in question mean this, or what `told` says of each. */
export function answered(mapping: Mapping, rest: Meaning, told: Record<string, Meaning> = {}): Mapping {
  const columns = mapping.columns.map((column) => {
    const { consent } = column;
    if (consent === undefined) return column;
    const values = consent.values.map((value) => ({
      ...value,
      means: told[value.value] ?? value.means ?? rest,
    }));
    const others =
      consent.others === null ? null : { ...consent.others, means: consent.others.means ?? rest };
    return { ...column, consent: { ...consent, values, others } };
  });
  return { ...mapping, columns };
}
