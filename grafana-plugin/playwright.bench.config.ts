// Times of the pages in a real browser: scripts/benchpages starts the host on a data folder.
import { defineConfig } from '@playwright/test';

import usual from './playwright.config';

export default defineConfig({
  ...usual,
  testMatch: '*.bench.ts',
  timeout: 900_000,
  projects: usual.projects?.slice(0, 1),
});
