import { type Page } from '@playwright/test';

import { choose, expect, seriousFindings, test } from './fixtures';

/** Opens the editor as an analyst and writes SQL, without completion. */
async function writeSQL(page: Page, sql: string): Promise<void> {
  await choose(page, 'role', 'analyst');
  await page.goto('/datasource');
  await page.getByRole('radio', { name: 'SQL' }).check({ force: true });
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.insertText(sql);
  await page.keyboard.press('Escape');
}

/** The text in the editor, as it shows it. */
async function sqlShown(page: Page): Promise<string> {
  const lines = page.locator('.view-line');
  const tops = await lines.evaluateAll((found) =>
    found.map((line) => [parseInt((line as HTMLElement).style.top), line.textContent ?? ''] as const),
  );
  return tops
    .sort(([a], [b]) => a - b)
    .map(([, text]) => text.replaceAll('\u00a0', ' '))
    .join('\n');
}

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

  test('explains a column by the data dictionary, under the pointer', async ({ page }) => {
    await writeSQL(page, 'SELECT area_id, home_care_granted_h FROM mart.area_months');
    await page.locator('.view-line').getByText('home_care_granted_h').hover();
    await expect(page.locator('.monaco-hover')).toContainText(/home_care_granted_h Float64/);
    await expect(page.locator('.monaco-hover')).toContainText(/hours/);
  });

  test('lays SQL out without changing what it says, and takes it back', async ({ page }) => {
    const sql =
      "SELECT area_id,countIf(x>1) FROM mart.area_months WHERE $__areas(area_id) AND area_id='$$x' AND month={m:Date}";
    await writeSQL(page, sql);
    await page.getByRole('button', { name: 'Formatera' }).click();
    await expect.poll(() => sqlShown(page)).toMatch(/^SELECT\n {4}area_id,\n {4}countIf\(x > 1\)\nFROM\n/);
    expect((await sqlShown(page)).replace(/\s/g, '')).toBe(sql.replace(/\s/g, ''));
    await page.keyboard.press('Control+z');
    await expect.poll(() => sqlShown(page)).toBe(sql);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('SELECT 1)');
    await page.getByRole('button', { name: 'Formatera' }).click();
    await expect(page.getByText('Texten går inte att formatera')).toBeVisible();
  });

  test('has the guide’s questions, one of which is put in and asked', async ({ page }) => {
    await writeSQL(page, '');
    await page.getByRole('button', { name: 'Exempelfrågor' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exempelfrågor' });
    await expect(dialog.getByRole('button', { name: /^Infoga / })).toHaveCount(21);
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Sök bland frågorna' }).fill('per område och månad');
    await dialog.getByRole('button', { name: 'Infoga Timmar och brukare per område och månad' }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect.poll(() => sqlShown(page)).toContain('FROM mart.area_months');
    await page.getByRole('button', { name: 'Ställ frågan' }).click();
    await expect(page.getByRole('region', { name: 'Svar' }).getByRole('row')).not.toHaveCount(0);
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
