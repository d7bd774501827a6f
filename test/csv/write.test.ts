import { expect, test } from 'vitest';
import { csvLine } from '../../src/csv/file/write.ts';

test.each([
  [['a', 'b'], 'a,b'],
  [['a,b', 'c"d', 'e\nf', ''], '"a,b","c""d","e\nf",'],
  [['=1+1'], "'=1+1"],
  [['+44 20 7946 0000'], "'+44 20 7946 0000"],
  [['@SUM(A1)'], "'@SUM(A1)"],
  [['-2+3,x'], '"\'-2+3,x"'],
  [['\t=1'], '"\'\t=1"'],
  [['-12.5', '+7', '-'], "-12.5,+7,'-"],
  [['a=1'], 'a=1'],
])('writes %j as %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
