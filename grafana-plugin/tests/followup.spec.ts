import { choose, expect, seriousFindings, test } from './fixtures';

const PAGE = '/a/framsyn-care-app/uppfoljning';

test.describe('the follow-up', () => {
  test('says what to do more of and less of, and how sure that is', async ({ page }) => {
    await choose(page, 'role', 'leader');
    await page.goto(PAGE);
    const advice = page.getByRole('region', { name: 'Vad ska vi göra mer och mindre av?' });
    for (const heading of ['Gör mer av', 'Gör mindre av', 'För tidigt att säga']) {
      await expect(advice.getByRole('heading', { name: heading })).toBeVisible();
    }
    await advice.getByRole('button', { name: /^Vad är/ }).press('Enter');
    await expect(page.getByText(/Utan någon verkan alls skulle en av fyrtio/)).toBeVisible();
  });

  test('shows a leader groups, and no person', async ({ page }) => {
    const answers: Array<Promise<string>> = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/ds/query')) {
        answers.push(response.text());
      }
    });
    await choose(page, 'role', 'leader');
    await page.goto(PAGE);
    await expect(page.getByRole('table', { name: 'Vad trodde vi, och vad kom?' })).toBeVisible();
    await expect(page.getByText('Grupper med färre än fem visas inte.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Enskilda insatser' })).toHaveCount(0);
    await expect(page.getByText('Beslut i dina områden')).toHaveCount(0);
    await page.waitForLoadState('networkidle');
    const texts = await Promise.all(answers);
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.filter((text) => /"name":"(client_id|intervention_id|ledger_id)"/.test(text))).toEqual([]);
  });

  test('compares the areas of a kind, by keyboard alone', async ({ page }) => {
    await choose(page, 'role', 'leader');
    await page.goto(PAGE);
    const table = page.getByRole('table', { name: 'Vad trodde vi, och vad kom?' });
    const kinds = table.getByRole('rowheader').getByRole('button');
    await kinds.first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(kinds.nth(1)).toBeFocused();
    const kind = await kinds.nth(1).innerText();
    await page.keyboard.press('Enter');
    const areas = page.getByRole('table', { name: `${kind}, område för område` });
    await expect(areas.getByRole('rowheader', { name: 'Hela kommunen' })).toBeVisible();
    await expect(page.getByText(/liknande/).first()).toBeVisible();
  });

  test('looks at another horizon', async ({ page }) => {
    await choose(page, 'role', 'leader');
    await page.goto(PAGE);
    const table = page.getByRole('table', { name: 'Tror vi rätt?' });
    const all = table.getByRole('row').nth(1);
    await expect(all).toContainText('Alla');
    const before = await all.innerText();
    await page.getByRole('radio', { name: '12 mån' }).check({ force: true });
    await expect(all).not.toHaveText(before);
  });

  test('leads a manager from a case to the client', async ({ page }) => {
    await choose(page, 'role', 'manager');
    await page.goto(PAGE);
    const client = page.getByRole('table', { name: 'Enskilda insatser' }).getByRole('rowheader').first();
    const id = await client.innerText();
    await client.getByRole('button').click();
    await expect(page).toHaveURL(new RegExp(`/individ/${id}$`));
  });

  for (const theme of ['light', 'dark']) {
    test(`has no serious findings of axe in ${theme} colours`, async ({ page }) => {
      await choose(page, 'theme', theme);
      await choose(page, 'role', 'manager');
      await page.goto(PAGE);
      await expect(page.getByRole('table', { name: 'Enskilda insatser' })).toBeVisible();
      await expect(page.getByRole('table', { name: 'Tror vi rätt?' })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await choose(page, 'role', 'manager');
    await page.goto(PAGE);
    await expect(page.getByRole('table', { name: 'Enskilda insatser' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('is in English for those who read English', async ({ page }) => {
    await choose(page, 'language', 'en');
    await choose(page, 'role', 'manager');
    await page.goto(PAGE);
    await expect(page.getByRole('heading', { name: 'Too early to say' })).toBeVisible();
  });
});
