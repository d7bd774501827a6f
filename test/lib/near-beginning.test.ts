import { expect, it } from 'vitest';
import { nearBeginning } from '../../src/lib/near-beginning.ts';

const names = ['beta-user', 'vip', 'Spring sale', 'Spring sale 2'];

it.each([
  ['beta usr ada@x.example', { typed: 'beta usr', names: ['beta-user'] }],
  ['vpi ada@x.example', { typed: 'vpi', names: ['vip'] }],
  ['Sprng sale tomorow 10', { typed: 'Sprng sale', names: ['Spring sale', 'Spring sale 2'] }],
  ['nothing like it', undefined],
  ['', undefined],
])('finds the longest beginning that is nearly a name: %s', (text, found) => {
  expect(nearBeginning(text, names)).toEqual(found);
});
