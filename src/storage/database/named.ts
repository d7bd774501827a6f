import type pg from 'pg';

/** A statement with named parameters, and their names in the order of their numbers. */
export interface NamedSql {
  text: string;
  names: readonly string[];
}

/**
 * Numbers the parameters of a statement. `:workspace` is always `$1`, which `ofWorkspace` uses; a cast
 * (`::int`) isn't a parameter.
 *
 * @example numbered('SELECT :limit::int + :more WHERE workspace_id = :workspace')
 * // { text: 'SELECT $2::int + $3 WHERE workspace_id = $1', names: ['workspace', 'limit', 'more'] }
 */
export function numbered(sql: string): NamedSql {
  const names = ['workspace'];
  const text = sql.replace(/(?<![:\w]):([a-z]\w*)/gi, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, names };
}

/** Runs such a statement. Values that it doesn't name are not sent; a name without a value is a bug. */
export function runNamed<Row extends pg.QueryResultRow>(
  on: pg.Pool | pg.PoolClient,
  { text, names }: NamedSql,
  values: Readonly<Record<string, unknown>>,
): Promise<pg.QueryResult<Row>> {
  const params = names.map((name) => {
    if (!Object.hasOwn(values, name)) throw new Error(`the parameter :${name} of a statement has no value`);
    return values[name];
  });
  return on.query<Row>(text, params);
}
