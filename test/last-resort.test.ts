import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

it('logs what nothing caught, with a reference and without addresses, and keeps running', async () => {
  const script = `
    import { keepServing } from './src/last-resort.ts';
    keepServing((line) => console.log(line.split('\\n')[0]));
    Promise.reject(new Error('one of ada@example.org'));
    Promise.reject(null);
    setTimeout(() => { throw new TypeError('two'); });
    setTimeout(() => console.log('still here'), 100);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
  const [code] = await once(child, 'close');
  expect(
    output
      .replace(/\[[0-9a-f]{8}\]/g, '[reference]')
      .trim()
      .split('\n'),
  ).toEqual([
    '[reference] a promise failed and nothing handled it: Error: one of …@…',
    '[reference] a promise failed and nothing handled it: null',
    '[reference] nothing caught an error: TypeError: two',
    'still here',
  ]);
  expect(code).toBe(0);
});
