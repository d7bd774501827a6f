import { defineConfig } from 'vitest/config';
import { nodeOptions } from './test/support/bare-env.ts';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    env: { NODE_OPTIONS: nodeOptions },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
    // As in vitest.config.ts.
    retry: process.env.CI ? 1 : 0,
  },
});
