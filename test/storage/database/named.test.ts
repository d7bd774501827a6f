import { describe, expect, it } from 'vitest';
import { numbered } from '../../../src/storage/database/named.ts';

describe('numbered', () => {
  it.each([
    ['SELECT :a, :b', 'SELECT $2, $3', ['workspace', 'a', 'b']],
    ['SELECT :b::int + :a, :b', 'SELECT $2::int + $3, $2', ['workspace', 'b', 'a']],
    ['WHERE w = :workspace AND x = :x', 'WHERE w = $1 AND x = $2', ['workspace', 'x']],
    ['SELECT :each_line::int[]', 'SELECT $2::int[]', ['workspace', 'each_line']],
    ["SELECT 'a'::text, x::int", "SELECT 'a'::text, x::int", ['workspace']],
    ["SELECT to_char(now(), 'HH24:MI'), :at", "SELECT to_char(now(), 'HH24:MI'), $2", ['workspace', 'at']],
    ['SELECT :to, :total', 'SELECT $2, $3', ['workspace', 'to', 'total']],
  ])('reads %s', (sql, text, names) => {
    expect(numbered(sql)).toEqual({ text, names });
  });
});
