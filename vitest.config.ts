import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { baselineWasm, nodeOptions } from './test/support/bare-env.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['test/support/seed.ts'],
    execArgv: [baselineWasm],
    env: { NODE_OPTIONS: nodeOptions },
    // Files of one worker share the modules they load, which took longer than many of the tests. No test replaces a module.
    isolate: false,
    // Vitest takes one fewer than there are cores: a single one here. Many tests wait for processes, so one more pays.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // How long a machine may take that does something else as well: a test that waits for nothing says so by failing, later.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // In CI, a test that fails gets a second try, which is named at the end: the machine may be slow for minutes.
    retry: process.env.CI ? 1 : 0,
    expect: { poll: { timeout: 20_000 } },
  },
});
