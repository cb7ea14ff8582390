import { choose, expect, seriousFindings, test } from './fixtures';

test.describe('the overview', () => {
  test('opens first and shows numbers, the forecast and the areas', async ({ page }) => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/a\/framsyn-care-app\/oversikt$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Översikt' })).toBeVisible();
    const granted = page.getByRole('listitem').filter({ hasText: 'Beviljad hemtjänst' });
    await expect(granted).toContainText(/[1-9][\d\s]*tim\/mån/);
    await expect(granted.getByRole('img', { name: /de senaste två åren: från .* till/ })).toBeVisible();
    await expect(page.getByText(/väntas .* troligen mellan/)).toBeVisible();
    await expect(page.locator('.u-over').first()).toBeVisible(); // the chart has been drawn
    await expect(page.getByRole('table', { name: 'Områdena jämförda' }).getByRole('row')).not.toHaveCount(1);
  });

  test('is about an area when one is pressed, by keyboard alone', async ({ page }) => {
    await page.goto('/');
    const table = page.getByRole('table', { name: 'Områdena jämförda' });
    const rows = table.getByRole('rowheader').getByRole('button');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(rows.nth(1)).toBeFocused();
    const area = await rows.nth(1).innerText();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Område', { exact: true })).toHaveValue(area);
  });

  test('opens at the area of its address, as the dashboards link to it', async ({ page }) => {
    await page.goto('/a/framsyn-care-app/oversikt?area=C2');
    await expect(page.getByLabel('Område', { exact: true })).toHaveValue('Centrum 2');
  });

  test('sorts the areas, and shows the columns that are chosen', async ({ page }) => {
    await page.goto('/');
    const table = page.getByRole('table', { name: 'Områdena jämförda' });
    await table.getByRole('button', { name: 'Område' }).click();
    await expect(table.getByRole('columnheader', { name: 'Område' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(table.getByRole('columnheader', { name: /Per brukare/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Välj kolumner i Områdena jämförda' }).click();
    await expect(page.getByRole('checkbox').first()).toBeFocused(); // the choices take the focus when they open
    await page.getByRole('checkbox', { name: 'Per brukare' }).press('Space');
    await page.keyboard.press('Escape'); // while they are open, a reader hears nothing else
    await expect(table.getByRole('columnheader', { name: /Per brukare/ })).toBeVisible();
  });

  test('shows another resource, and the chart as a table', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('radio', { name: 'Brukare' }).press('Space'); // a click may miss while other parts arrive
    await expect(page.getByRole('radio', { name: 'Brukare' })).toBeChecked();
    await expect(page.getByText(/väntas [\d\s]+ personer/)).toBeVisible();
    await page.getByRole('button', { name: 'Visa som tabell' }).click();
    await expect(page.getByRole('table', { name: 'Brukare' }).getByRole('columnheader')).toHaveCount(5);
  });

  test('explains a measure', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Vad är Utfört?' }).press('Enter');
    await expect(page.getByText(/Utförd tid delad med beviljad tid/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText(/Utförd tid delad med beviljad tid/)).toBeHidden();
  });

  test('shows a manager his own areas only', async ({ page }) => {
    await choose(page, 'role', 'manager');
    await page.goto('/');
    await expect(page.getByText(/väntas .* troligen mellan/)).toBeVisible();
    await page.getByLabel('Område', { exact: true }).click();
    await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    await expect(page.getByRole('option', { name: 'Hela kommunen' })).toHaveCount(0);
  });

  test('is in English for those who read English', async ({ page }) => {
    await choose(page, 'language', 'en');
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await expect(page.getByText(/are expected in .* probably between/)).toBeVisible();
  });

  for (const theme of ['light', 'dark']) {
    test(`has no serious findings of axe in ${theme} colours`, async ({ page }) => {
      await choose(page, 'theme', theme);
      await page.goto('/');
      await expect(page.locator('.u-over').first()).toBeVisible();
      await expect(page.getByRole('table', { name: 'Områdena jämförda' })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto('/');
    await expect(page.locator('.u-over').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

test.describe('states', () => {
  test.use({ mayFail: true });

  test('who may not see the page is told so, and finds the way', async ({ page }) => {
    await choose(page, 'role', 'officer');
    await page.goto('/');
    await expect(page.getByText('Du har inte behörighet till det här')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('a database that does not answer can be tried again', async ({ page }) => {
    await page.route('**/resources/whoami', (route) =>
      route.fulfill({ status: 502, json: { class: 'network', error: 'dial' } }),
    );
    await page.goto('/');
    await expect(page.getByText('Databasen svarar inte')).toBeVisible();
    await page.unroute('**/resources/whoami');
    await page.getByRole('button', { name: 'Försök igen' }).click();
    await expect(page.getByText(/väntas .* troligen mellan/)).toBeVisible();
  });

  test('an address that leads nowhere says so', async ({ page }) => {
    await page.goto('/a/framsyn-care-app/ingenstans');
    await expect(page.getByRole('heading', { name: 'Sidan finns inte' })).toBeVisible();
    await page.getByRole('link', { name: 'Till översikten' }).click();
    await expect(page.getByRole('heading', { name: 'Översikt' })).toBeVisible();
  });
});
