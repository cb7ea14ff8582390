// Tests in a real browser, on the pages that framsyn host serves: scripts/plugintest fills a database and starts it.
import { defineConfig } from '@playwright/test';

import { inGrafana } from './tests/grafana';

const baseURL = process.env.FRAMSYN_HOST_URL;
if (!baseURL) {
  throw new Error('FRAMSYN_HOST_URL is not set: run scripts/plugintest, or framsyn host and give its address');
}

/** The same tests on the oldest and the newest Grafana supported; or in a real Grafana, but for the editor's, whose page only the host has. */
const projects = (inGrafana ? ['grafana'] : ['react18', 'react19']).map((value) => {
  const domain = new URL(baseURL).hostname;
  const whenever = { path: '/', expires: -1, httpOnly: false, secure: false, sameSite: 'Strict' as const };
  const cookies = [{ name: 'framsyn_page', value, domain, ...whenever }];
  return { name: value, use: { storageState: { cookies, origins: [] } } };
});

export default defineConfig({
  testDir: 'tests',
  testIgnore: inGrafana ? 'datasource.spec.ts' : undefined,
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL,
    locale: 'sv-SE',
    colorScheme: 'light',
    viewport: { width: 1400, height: 900 },
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
  projects,
});
