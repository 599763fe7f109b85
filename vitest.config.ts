import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'src/target/launch/browser.test.setup.ts',
    include: ['src/**/*.test.ts', 'steps/**/*.test.ts'], testTimeout: 30_000 },
});
