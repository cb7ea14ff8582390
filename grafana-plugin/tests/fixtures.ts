import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, type Page, test as base } from '@playwright/test';
import { type AxeResults } from 'axe-core';

import { begin, inGrafana, prefer, signIn } from './grafana';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the page says went wrong is a failure of every test but those that make something go wrong. */
export const test = base.extend<{ mayFail: boolean; noErrors: void }>({
  mayFail: [false, { option: true }],
  noErrors: [
    async ({ page, mayFail }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(String(error)));
      if (inGrafana) {
        await begin(page);
      }
      await use();
      expect(mayFail ? [] : errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Chooses for the demo, as the chooser at the top does; in Grafana one of the demo's people signs in and has preferences. */
export async function choose(page: Page, name: 'role' | 'language' | 'theme', value: string): Promise<void> {
  if (inGrafana) {
    await (name === 'role' ? signIn(page, value) : prefer(page, name, value));
    return;
  }
  const url = test.info().project.use.baseURL ?? '';
  await page.context().addCookies([{ name: `framsyn_${name}`, value, url }]);
}

/** The serious findings of axe, in words; in Grafana those of the page's own part. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((one) => one.finished)); // colours on their way are not those that stay
  });
  await page.evaluate(axeSource); // not a script tag: the page's policy would refuse it
  const results = await page.evaluate(
    (part) => (window as unknown as { axe: { run: (part: string) => Promise<AxeResults> } }).axe.run(part),
    inGrafana ? 'main' : 'html',
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}
