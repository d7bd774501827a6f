import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The import statements of a file: what each one names, and the file in this project that it is from. */
const statement =
  /^(?:import|export)\b[^'"`;]*?['"](\.{1,2}\/[^'"]+)['"]|\bimport\(\s*['"](\.{1,2}\/[^'"]+)['"]/gm;

/** Which files each file imports, imports of types included. */
function importsOf(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  return new Map(
    [...texts].map(([file, text]) => [
      file,
      [...text.matchAll(statement)]
        .map(([, stated, called]) => join(dirname(file), stated ?? called ?? ''))
        .filter((target) => texts.has(target)),
    ]),
  );
}

/** One circle of imports, if there is any: each file imports the next, the last one the first. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return path.slice(path.indexOf(file));
    if (done.has(file)) return [];
    path.push(file);
    for (const target of imports.get(file) ?? []) {
      const circle = visit(target);
      if (circle.length > 0) return circle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = visit(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

const source = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith(join('storage', 'generated')))
    .map((file) => [file, readFileSync(join('src', file), 'utf8')]),
);

describe('imports', () => {
  it('go in no circle, not even those of types', () => {
    expect(circleIn(importsOf(source))).toEqual([]);
  });

  it('are found in every form', () => {
    const found = importsOf(
      new Map([
        [
          'a/one.ts',
          [
            `import { x } from './x.ts';`,
            `import {\n  type Y,\n} from '../y.ts';`,
            `import './z.ts';`,
            `import { w } from 'w';`,
            `export type { V } from './v.ts';`,
            `const u = await import('./u.ts');`,
            `const said = \`import "./t.ts"\`;`,
          ].join('\n'),
        ],
        ...['a/x.ts', 'y.ts', 'a/z.ts', 'a/v.ts', 'a/u.ts', 'a/t.ts'].map((file): [string, string] => [
          file,
          '',
        ]),
      ]),
    );
    expect(found.get('a/one.ts')).toEqual(['a/x.ts', 'y.ts', 'a/z.ts', 'a/v.ts', 'a/u.ts']);
  });

  it('are followed around a circle of types', () => {
    const texts = new Map([
      ['start.ts', `import { a } from './a.ts';`],
      ['a.ts', `import { leaf } from './leaf.ts';\nimport type { B } from './b.ts';`],
      ['b.ts', `import {\n  type C,\n} from './c.ts';`],
      ['c.ts', `import { leaf } from './leaf.ts';\nimport { a } from './a.ts';`],
      ['leaf.ts', ''],
    ]);
    expect(circleIn(importsOf(texts))).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it('are read from all of the source', () => {
    expect([...importsOf(source).values()].flat().length).toBeGreaterThan(3000);
  });
});
