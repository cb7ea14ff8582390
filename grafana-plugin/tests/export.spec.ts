import { readFileSync } from 'node:fs';

import { type Page } from '@playwright/test';

import { choose, expect, seriousFindings, test } from './fixtures';
import { unzip } from './zip';

const table = (page: Page) => page.getByRole('table', { name: 'Områdena jämförda' });
const button = (page: Page) => page.getByRole('button', { name: 'Ta ut: Områdena jämförda' });

/** Opens the overview and takes the comparison of areas out in a format; gives the file's name and bytes. */
async function takeOut(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  await page.goto('/');
  await expect(table(page)).toBeVisible();
  await button(page).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: format }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The names of areas in the table, sorted. */
async function areasShown(page: Page): Promise<string[]> {
  return (await table(page).getByRole('rowheader').allInnerTexts()).sort();
}

/** The records of a CSV file without quoted line ends. */
function records(text: string, comma: string): string[][] {
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${comma}]*))(?:${comma}|$)`, 'g');
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(field)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''))
    .map((fields) => fields.slice(0, -1)); // the last match is of nothing, at the line's end
}

test.describe('taking data out', () => {
  test('gives Swedish Excel the areas that the page shows', async ({ page }) => {
    const { name, bytes } = await takeOut(page, 'CSV för svenska Excel');
    expect(name).toMatch(/^framsyn-area_comparison-\d{4}-\d\d-\d\d\.csv$/);
    const text = bytes.toString('utf8');
    expect(text.startsWith('\ufeffarea_id;area_name;month;')).toBe(true);
    const [, ...rows] = records(text, ';');
    expect(rows.map((row) => row[1]).sort()).toEqual(await areasShown(page));
    expect(rows.map((row) => row[5]).join(' ')).toMatch(/^\d+(,\d+)?( \d+(,\d+)?)*$/); // granted hours, which may be whole
    expect(rows.flat().some((value) => /^-?\d+,\d+$/.test(value))).toBe(true); // a decimal comma
    await expect(
      page.getByRole('status').filter({ hasText: `${name} är hämtad, ${rows.length} rader.` }),
    ).toBeVisible();
  });

  test('gives a workbook with a sheet on its origin', async ({ page }) => {
    const { name, bytes } = await takeOut(page, 'Excel Med ett blad');
    expect(name).toMatch(/\.xlsx$/);
    const files = unzip(bytes);
    expect(files.get('xl/workbook.xml')).toMatch(/name="Uttag".*name="Ursprung"/s);
    const data = files.get('xl/worksheets/sheet1.xml') ?? '';
    const areas = await areasShown(page);
    expect(data.match(/<row /g)).toHaveLength(areas.length + 1);
    areas.forEach((area) => expect(data).toContain(`>${area}<`));
    const origin = files.get('xl/worksheets/sheet2.xml') ?? '';
    for (const fact of ['Uttaget av', 'demo-leader', 'Områdena jämförda', 'Antal rader', 'Beviljade timmar']) {
      expect(origin).toContain(fact);
    }
  });

  test('gives a Parquet file, by keyboard alone', async ({ page }) => {
    await page.goto('/');
    await expect(table(page)).toBeVisible();
    await button(page).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem').first()).toBeFocused(); // keys pressed earlier still go to the button
    await page.keyboard.press('End');
    await expect(page.getByRole('menuitem', { name: 'Visa SQL' })).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('menuitem', { name: 'Parquet' })).toBeFocused();
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const bytes = readFileSync(await (await coming).path());
    expect(bytes.toString('latin1', 0, 4)).toBe('PAR1');
    expect(bytes.toString('latin1', bytes.length - 4)).toBe('PAR1');
  });

  test('shows the query behind the figures, which the database runs as it stands', async ({ page }) => {
    await choose(page, 'role', 'analyst');
    await page.goto('/');
    await button(page).click();
    await page.getByRole('menuitem', { name: 'Visa SQL' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('region')).toContainText(/SELECT[\s\S]+mart\.area_months/);
    await expect(dialog.getByRole('region')).not.toContainText('$__');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('gives a manager his own areas only', async ({ page }) => {
    await choose(page, 'role', 'leader');
    const all = records((await takeOut(page, 'CSV för andra')).bytes.toString(), ',');
    await choose(page, 'role', 'manager');
    const own = records((await takeOut(page, 'CSV för andra')).bytes.toString(), ',');
    expect(own.length).toBeLessThan(all.length);
    expect(own.length).toBeGreaterThan(1);
    expect(own.slice(1).map((row) => row[1])).toEqual(
      await areasShown(page).then((names) => expect.arrayContaining(names)),
    );
  });

  test('has no serious findings of axe with its menu open', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('.u-over').first()).toBeVisible(); // what arrives later would close the menu
    await button(page).click();
    await expect(page.getByRole('menuitem')).toHaveCount(5);
    // Grafana's menu hides the page while it keeps the focus within itself; that the focus is kept, axe cannot see.
    const findings = (await seriousFindings(page)).filter((finding) => !finding.startsWith('aria-hidden-focus'));
    expect(findings).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(button(page)).toBeFocused();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

test.describe('taking data out when it fails', () => {
  test.use({ mayFail: true });

  test('keeps no file that did not arrive whole', async ({ page }) => {
    await page.route('**/resources/export/status*', (route) =>
      route.fulfill({ json: { state: 'broken', rows: 3, bytes: 10 } }),
    );
    await page.goto('/');
    let saved = 0;
    page.on('download', () => saved++);
    await button(page).click();
    await page.getByRole('menuitem', { name: 'Excel Med' }).click();
    await expect(page.getByRole('alert')).toContainText('kom inte fram hel');
    expect(saved).toBe(0);
  });

  test('says who may not', async ({ page }) => {
    await page.route('**/resources/export', (route) =>
      route.fulfill({ status: 403, json: { class: 'access', error: 'Rollen får inte.', code: 'not_allowed' } }),
    );
    await page.goto('/');
    await button(page).click();
    await page.getByRole('menuitem', { name: 'Excel Med' }).click();
    await expect(page.getByRole('alert')).toContainText('Du får inte ta ut det här. Rollen får inte.');
  });
});
