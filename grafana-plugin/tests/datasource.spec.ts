import { choose, expect, seriousFindings, test } from './fixtures';

test.describe('the data source', () => {
  test('asks a named query with its parameters', async ({ page }) => {
    await page.goto('/datasource');
    await page.getByLabel('Fråga', { exact: true }).click();
    await page.keyboard.type('Områden');
    await page
      .getByRole('option', { name: /^Områden / })
      .or(page.getByRole('option', { name: 'Områden', exact: true }))
      .first()
      .click();
    await page.getByRole('button', { name: 'Ställ frågan' }).click();
    await expect(page.getByRole('region', { name: 'Svar' }).getByRole('row')).not.toHaveCount(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('runs SQL of an analyst, completes it, and shows what the database gets', async ({ page }) => {
    await choose(page, 'role', 'analyst');
    await page.goto('/datasource');
    await page.getByRole('radio', { name: 'SQL' }).check({ force: true });
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.type('SELECT max(month) FROM mart.area_mo');
    await expect(page.locator('.suggest-widget')).toContainText('area_months');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' WHERE $__dateFilter(month)');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'SQL som databasen får' }).click();
    await expect(page.locator('pre')).toContainText(/SELECT max\(month\) FROM mart\.area_months WHERE .*month >= /);
    await page.getByRole('button', { name: 'Ställ frågan' }).click();
    await expect(page.getByRole('region', { name: 'Svar' }).getByRole('row')).toHaveCount(2);
  });

  test('does not let a leader write SQL', async ({ page }) => {
    await page.goto('/datasource');
    await expect(page.getByRole('radio', { name: 'SQL' })).toBeDisabled();
  });

  test('has settings without serious findings of axe', async ({ page }) => {
    await page.goto('/datasource/settings');
    await expect(page.getByLabel('Servrar')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
