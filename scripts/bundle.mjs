// Bundles the app and the packages it needs into a few files: docs/decisions/015-bundle.md. In a process of
// its own (`scripts/build.mjs` starts it), because esbuild's plugins only work asynchronously.
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What packages load at every start although Rollcall never uses it: which file asks for which, and what the
 * bundle has instead. It is a quarter of what a start would read.
 */
const unused = [
  // Bolt's own receivers, with Express, OAuth and undici. Rollcall has its own for HTTP, and loads the one for
  // Socket Mode by its path.
  { from: /@slack\/bolt\/dist\/(index|App)\.js$/, path: /^(\.\/receivers\/.*|@slack\/oauth)$/, instead: '' },
  // Zod's messages in sixty languages.
  {
    from: /zod\/v4\/(classic|core)\/[a-z]+\.js$/,
    path: /^\.\.\/locales\/index\.js$/,
    instead: "export { default as en } from './en.js';",
  },
];

const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    unused.forEach(({ from, path, instead }, at) => {
      const namespace = `unused-${at}`;
      build.onResolve({ filter: path }, (asked) =>
        from.test(asked.importer)
          ? { path: asked.path, namespace, pluginData: join(asked.resolveDir, dirname(asked.path)) }
          : undefined,
      );
      build.onLoad({ filter: /./, namespace }, ({ pluginData }) => ({
        contents: instead,
        resolveDir: pluginData,
      }));
    });
  },
};

/** The options for esbuild. `npm run types` checks types; a bundle doesn't. */
export function bundleOptions() {
  const commands = readdirSync(join(root, 'src/cli')).map((name) => `src/cli/${name}`);
  return {
    absWorkingDir: root,
    entryPoints: ['src/main.ts', 'src/storage/database/embedded-process.ts', ...commands],
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Names stay as they are: people read errors by name, and chrono chooses its parsers by name.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // PGlite loads files from next to its own; `pg-native` is an option that we don't use.
    external: ['@electric-sql/pglite', 'pg-native'],
    // CommonJS packages load Node's own modules with `require`.
    banner: {
      js: "import { createRequire as __from } from 'node:module'; const require = __from(import.meta.url);",
    },
    plugins: [withoutUnused],
    logLevel: 'warning',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Loaded here, because the tests' own bundles only need the options.
  const { build } = await import('esbuild');
  // esbuild has said what is wrong.
  const { metafile } = await build({ ...bundleOptions(), metafile: true }).catch(() => process.exit(1));
  // The next build keeps these (build.mjs).
  const chunks = Object.keys(metafile.outputs).filter((path) => path.startsWith('dist/chunks/'));
  writeFileSync(join(root, 'dist/.chunks'), chunks.map((path) => basename(path)).join('\n'));
}
