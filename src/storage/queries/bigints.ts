/** A copy of plain data with bigints as texts, because JSON has none. */
export const bigintsAsText = <T>(data: T): T =>
  JSON.parse(
    JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ) as T;
