import { expect, expectTypeOf, it } from 'vitest';
import { defined } from '../../src/lib/defined.ts';

it('leaves out what is undefined, and nothing else', () => {
  const hint = undefined as string | undefined;
  const made = defined({ hint, name: 'vip', none: null, zero: 0, empty: '', no: false });
  expect(Object.keys(made)).toEqual(['name', 'none', 'zero', 'empty', 'no']);
  expectTypeOf(made).toExtend<{ hint?: string; name: string }>();
  expect(defined({ hint: 'x' as string | undefined })).toEqual({ hint: 'x' });
});
