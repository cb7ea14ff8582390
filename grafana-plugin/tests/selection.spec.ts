import { type Page } from '@playwright/test';

import { choose, expect, seriousFindings, test } from './fixtures';

const ROOT = '/a/framsyn-care-app/urval';

const table = (page: Page) => page.getByRole('table', { name: 'Brukare', exact: true });

/** Opens the page and waits for its list. */
async function open(page: Page, address = '', role = 'analyst'): Promise<void> {
  await choose(page, 'role', role);
  await page.goto(ROOT + address);
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
}

/** How many clients the page counts. */
async function count(page: Page): Promise<number> {
  const figure = page.getByRole('list', { name: 'Urvalet i siffror' }).getByRole('listitem').first();
  await expect(figure).toContainText('Brukare');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const text = (await figure.locator('div').nth(1).innerText()).replace(/\s/g, '');
  return Number(text);
}

/** A name that no earlier run has used. */
const unused = (name: string) => `${name} ${Date.now()}`;

/** Saves what is chosen, and goes to what is told of it. */
async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Spara urvalet' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(dialog.getByText('Fyll i namn')).toBeVisible();
  await expect(dialog.getByText('Fyll i ändamål')).toBeVisible();
  await dialog.getByRole('textbox', { name: /^Namn/ }).fill(name);
  await dialog.getByRole('textbox', { name: /^Ändamål/ }).fill('Förebyggande arbete');
  await dialog.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(dialog.getByText(`${name} är sparat.`)).toBeVisible();
}

test.describe('choosing clients', () => {
  test('counts and lists at each filter, and the address holds them', async ({ page }) => {
    await open(page);
    const all = await count(page);
    await page.getByRole('group', { name: 'Kön' }).getByLabel('Kvinna').check({ force: true });
    await expect.poll(() => count(page)).toBeLessThan(all);
    const women = await count(page);
    await page.getByLabel('Ålder från', { exact: true }).fill('85');
    await expect.poll(() => count(page)).toBeLessThan(women);
    const old = await count(page);
    await expect(page).toHaveURL(/kon=female.*alder_fran=85/);
    await page.reload();
    await expect.poll(() => count(page)).toBe(old);
    await page.getByRole('button', { name: 'Ta bort Ålder från 85 år' }).click();
    await expect.poll(() => count(page)).toBe(women);
    await page.getByRole('button', { name: 'Börja om' }).click();
    await expect.poll(() => count(page)).toBe(all);
  });

  test('says why, how it is going and what may help, and leads to the client', async ({ page }) => {
    await open(page, '?lage=home_care');
    const row = table(page).getByRole('row').nth(1);
    await expect(row).toContainText(/Mycket hög\s\d+\s%/);
    await expect(row.getByRole('img', { name: /Beviljade timmar, tolv månader/ })).toBeVisible();
    await expect(row.getByRole('listitem')).not.toHaveCount(0);
    await expect(page.getByText(/I provet fanns \d+\s% .* av en slump \d+\s%/)).toBeVisible();
    await expect(row.getByRole('rowheader').getByRole('link')).toHaveAttribute('href', /\/individ\/\d{10,}$/);
    await row.getByRole('rowheader').getByRole('link').click();
    await expect(page).toHaveURL(/\/individ\/\d+$/);
  });

  test('sorts all clients, not only those that are shown, and goes from page to page', async ({ page }) => {
    await open(page);
    await expect(page.getByText(/Visar 1–100 av/)).toBeVisible();
    await table(page).getByRole('button', { name: 'Ålder' }).click();
    const header = table(page).getByRole('columnheader', { name: 'Ålder' });
    await expect(header).toHaveAttribute('aria-sort', 'descending');
    const ages = async () => (await table(page).locator('tbody tr td:nth-of-type(3)').allInnerTexts()).map(Number);
    await expect
      .poll(async () => (await ages()).every((age, n, all) => n === 0 || age <= Number(all[n - 1])))
      .toBe(true);
    const youngest = (await ages()).at(-1) ?? 0;
    await page.getByRole('button', { name: 'Nästa' }).click();
    await expect(page.getByText(/Visar 101–200 av/)).toBeVisible();
    expect((await ages())[0]).toBeLessThanOrEqual(youngest);
  });

  test('keeps those that are picked by hand', async ({ page }) => {
    await open(page);
    const boxes = table(page).getByRole('checkbox');
    await boxes.nth(1).check({ force: true });
    await boxes.nth(3).check({ force: true });
    await page.getByRole('button', { name: 'Behåll bara de valda' }).click();
    await expect.poll(() => count(page)).toBe(2);
    await expect(page.getByRole('button', { name: 'Ta bort Valda för hand: 2' })).toBeVisible();
  });

  test('begins with an example, and shows the SQL behind the list', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Börja med Endast HSL med växande behov' }).click();
    await expect(page.getByText('Öppnat urval: Endast HSL med växande behov')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ta bort HSL har ökat med minst 25 %' })).toBeVisible();
    await page.getByRole('button', { name: 'Visa SQL' }).click();
    await expect(page.getByRole('dialog')).toContainText('hsl_3m_min >= 1.25 * hsl_before_3m_min');
  });

  test('takes a condition in SQL of an analyst, and says what is wrong with it', async ({ page }) => {
    await open(page);
    const all = await count(page);
    await page.getByText('Eget villkor').click();
    await page.getByLabel(/Villkor i SQL/).fill("age_years > 90 AND has(categories, 'cognitive')");
    await page.getByRole('button', { name: 'Använd villkoret' }).click();
    await expect.poll(() => count(page)).toBeLessThan(all);
  });

  test('goes by keyboard alone from filter to client', async ({ page }) => {
    await open(page);
    const all = await count(page);
    await page.getByRole('group', { name: 'Område' }).getByRole('checkbox').first().focus();
    await page.keyboard.press('Space');
    await expect.poll(() => count(page)).toBeLessThan(all);
    await page.getByLabel('Ålder till', { exact: true }).focus();
    await page.keyboard.type('89');
    await expect(page).toHaveURL(/alder_till=89/);
    await count(page);
    await table(page).getByRole('rowheader').first().getByRole('link').focus();
    await page.keyboard.press('ArrowDown');
    await expect(table(page).getByRole('rowheader').nth(1).getByRole('link')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/individ\/\d+$/);
  });
});

test('a manager sees who the chosen clients are, for a purpose, and the page keeps nothing', async ({ page }) => {
  await open(page, '', 'manager');
  const identityNumber = /\d{8}-\d{4}/;
  for (const n of [0, 1]) {
    await table(page).getByRole('rowheader').nth(n).locator('xpath=..').getByRole('checkbox').check({ force: true });
  }
  await page.getByRole('button', { name: 'Visa identiteter (2)' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Visa', exact: true })).toBeDisabled();
  await dialog.getByRole('radio').first().check({ force: true });
  await dialog.getByRole('textbox', { name: /Varför/ }).fill('Ringa om hembesök inför träningen');
  await dialog.getByRole('button', { name: 'Visa', exact: true }).click();
  const shown = dialog.getByRole('table', { includeHidden: false });
  await expect(shown.getByRole('row')).toHaveCount(3);
  await expect(shown).toContainText(identityNumber);
  expect(await seriousFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Dölj och stäng' }).click();
  expect(await page.content()).not.toMatch(identityNumber);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.URL);
  expect(kept).not.toMatch(identityNumber);
});

test.describe('saved selections', () => {
  test('are saved, opened again with their filters, and changed in a new version', async ({ page }) => {
    const name = unused('Äldre kvinnor');
    await open(page, '?kon=female&alder_fran=85');
    const n = await count(page);
    await save(page, name);
    await page.getByRole('link', { name: 'Visa det' }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await expect(page.getByText('Ingen har kommit till eller gått ur under tiden.')).toBeVisible();
    await page.getByRole('link', { name: 'Till alla sparade urval' }).click();
    const row = page.getByRole('table', { name: 'Sparade urval' }).getByRole('row').filter({ hasText: name });
    await expect(row).toContainText(String(n));
    await row.getByRole('link').click();
    await page.getByRole('link', { name: 'Öppna urvalet' }).click();
    await expect(page.getByText(`Öppnat urval: ${name}`)).toBeVisible();
    await expect.poll(() => count(page)).toBe(n);
    await expect(page.getByRole('button', { name: 'Ta bort Kön: Kvinna' })).toBeVisible();

    await page.getByLabel('Ålder från', { exact: true }).fill('90');
    await expect(page.getByText('ändrat sedan det sparades')).toBeVisible();
    await expect.poll(() => count(page)).toBeLessThan(n);
    await page.getByRole('button', { name: 'Spara urvalet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Spara ny version' }).click();
    await page.getByRole('link', { name: 'Visa det' }).click();
    await expect(page.getByText('Versioner (2)')).toBeVisible();
    const changes = page.getByRole('table', { name: 'Vilka kom till, vilka gick ur' });
    await expect(changes.getByRole('row').nth(1)).toContainText('Gick ur'); // those under 90
  });

  test('are compared', async ({ page }) => {
    await open(page);
    await page.getByRole('link', { name: 'Jämför urval' }).click();
    await page.getByLabel('Första urvalet').selectOption({ label: 'Kvinnor under 80 med fysiska behov' });
    await page.getByLabel('Andra urvalet').selectOption({ label: 'Tidiga tecken på kognitiv svikt utan HSL' });
    const compared = page.getByRole('table', { name: 'Urvalen jämförda' });
    await expect(compared.getByRole('columnheader')).toHaveCount(4);
    await expect(compared.getByRole('row').filter({ hasText: 'Potential' })).toContainText(/\d/);
    await page
      .getByText(/Visa brukare \(/)
      .first()
      .click();
    await expect(page.getByRole('table', { name: /^Bara i Kvinnor/ }).getByRole('row')).not.toHaveCount(1);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('are shared, and show a manager her own areas only', async ({ page }) => {
    const name = unused('Delat');
    await open(page, '?lage=home_care&alder_fran=80');
    const all = await count(page);
    await save(page, name);
    await open(page, '', 'manager');
    const areas = page.getByRole('group', { name: 'Område' }).getByRole('checkbox');
    const own = await areas.count();
    expect(own).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Sparade urval' }).click();
    await page.getByRole('table', { name: 'Sparade urval' }).getByRole('link', { name }).click();
    await page.getByRole('link', { name: 'Öppna urvalet' }).click();
    await expect.poll(() => count(page)).toBeLessThan(all);
    const names = await table(page).locator('tbody tr td:nth-of-type(2)').allInnerTexts();
    expect(new Set(names).size).toBeLessThanOrEqual(own);
    await expect(page.getByText('Eget villkor')).toHaveCount(0);
  });
});

test.describe('for everybody', () => {
  for (const theme of ['light', 'dark']) {
    test(`no serious findings of axe in ${theme} colours`, async ({ page }) => {
      await choose(page, 'theme', theme);
      await open(page);
      for (const group of ['Framåt', 'Behov', 'Insatser nu', 'Tidigare insatser', 'Eget villkor']) {
        await page.locator('summary', { hasText: group }).click();
      }
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Spara urvalet' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await page.goto(`${ROOT}/sparade`);
      await expect(page.getByRole('table', { name: 'Sparade urval' })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('table', { name: 'Sparade urval' }).getByRole('link').first().click();
      await expect(page.getByRole('heading', { name: 'Vilka kom till, vilka gick ur' })).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await open(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Visa filter (1)' }).click();
    await page.getByLabel('Ålder från', { exact: true }).fill('85');
    await expect(page.getByRole('button', { name: 'Dölj filter' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('is in English for those who read English', async ({ page }) => {
    await choose(page, 'language', 'en');
    await choose(page, 'role', 'manager');
    await page.goto(ROOT);
    await expect(page.getByRole('heading', { name: 'Begin here' })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Clients', exact: true })).toContainText('Very high');
  });
});

test.describe('states', () => {
  test.use({ mayFail: true });

  test('a leader is told who may see clients', async ({ page }) => {
    await choose(page, 'role', 'leader');
    await page.goto(ROOT);
    await expect(page.getByText(/Det får enhetschefer, för sina områden, och analytiker/)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('a condition that is wrong shows where', async ({ page }) => {
    await open(page);
    await page.getByText('Eget villkor').click();
    await page.getByLabel(/Villkor i SQL/).fill('agee_years > 90');
    await page.getByRole('button', { name: 'Använd villkoret' }).click();
    await expect(page.getByText(/perhaps you meant \['age_years'\]/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Ta bort villkoret' }).click();
    await expect(table(page)).toBeVisible();
  });

  test('bounds that cross say so', async ({ page }) => {
    await choose(page, 'role', 'analyst');
    await page.goto(`${ROOT}?alder_fran=90&alder_till=70`);
    await expect(page.getByText(/från 90 är mer än till 70/).first()).toBeVisible();
  });
});
