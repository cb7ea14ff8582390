import { type Browser, type Page, test } from '@playwright/test';

import { clientsOf } from './clients';
import { choose } from './fixtures';

const ROOT = '/a/framsyn-care-app/';
const ROUNDS = 10;
const FIGURES = 'Urvalet i siffror';

const clients = (page: Page) => page.getByRole('table', { name: 'Brukare', exact: true });

/** What of each page has to be there before it can be read. */
const ready: Record<string, (page: Page) => Promise<unknown>> = {
  oversikt: (page) => page.getByRole('table', { name: 'Områdena jämförda' }).waitFor(),
  urval: (page) => clients(page).getByRole('row').nth(1).waitFor(),
  prognos: (page) => page.locator('.u-over').first().waitFor(),
  uppfoljning: (page) => page.getByRole('table').first().waitFor(),
  individ: (page) => page.getByRole('heading', { level: 2 }).nth(2).waitFor(),
};

/** Nothing is awaited any more, and no old answer stands dimmed. */
const settled = (page: Page) => page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));

/** Median, least and greatest, in whole milliseconds. */
function said(times: number[]): string {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  return `median ${sorted[Math.floor(sorted.length / 2)]} ms (${sorted[0]}-${sorted.at(-1)})`;
}

/** Milliseconds from going to an address, with an empty cache, until the page can be read. */
async function opening(browser: Browser, path: string, until: (page: Page) => Promise<unknown>): Promise<number> {
  const context = await browser.newContext(test.info().project.use);
  try {
    const page = await context.newPage();
    await choose(page, 'role', 'analyst');
    const from = Date.now();
    await page.goto(ROOT + path, { waitUntil: 'commit' });
    await until(page);
    await settled(page);
    return Date.now() - from;
  } finally {
    await context.close();
  }
}

test('pages', async ({ browser, page }) => {
  await choose(page, 'role', 'analyst');
  await page.goto('/');
  const [client] = await clientsOf(page);
  for (const [name, until] of Object.entries(ready)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await opening(browser, name === 'individ' ? `individ/${client}` : name, until));
    }
    console.log(`${name} ready: ${said(times)}`);
  }
});

test('filters', async ({ page }) => {
  const answers: Record<string, number[]> = {};
  page.on('requestfinished', (request) => {
    const [, route] = /resources\/(selections\/\w+)/.exec(request.url()) ?? [];
    if (route) {
      const { requestStart, responseEnd } = request.timing();
      (answers[route] ??= []).push(responseEnd - requestStart);
    }
  });
  await choose(page, 'role', 'analyst');
  await page.goto(`${ROOT}urval`);
  await ready.urval?.(page);
  await settled(page);
  const figures = page.getByRole('list', { name: FIGURES });
  const shown: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await figures.innerText();
    const from = Date.now();
    await page.getByLabel('Ålder från', { exact: true }).fill(String(70 + 2 * round));
    await page.waitForFunction(
      ([label, old]) =>
        document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.innerText !== old &&
        !document.querySelector('[aria-busy="true"]'),
      [FIGURES, before],
    );
    shown.push(Date.now() - from);
  }
  for (const [route, times] of Object.entries(answers)) {
    console.log(`${route} answered: ${said(times)}`);
  }
  console.log(`filter change on the screen, debounce and drawing included: ${said(shown)}`);
});
