import { choose, expect, seriousFindings, test } from './fixtures';
import { showMenu } from './grafana';

const PAGE = '/a/framsyn-care-app/prognos';

test.describe('the forecast', () => {
  test('is found in the menu, and shows the course, why, and how right it has been', async ({ page }) => {
    await page.goto('/');
    await showMenu(page);
    await page.getByRole('link', { name: 'Prognos', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Prognos' })).toBeVisible();
    await expect(page.getByText(/väntas .* tim\/mån, troligen mellan/)).toBeVisible();
    await expect(page.locator('.u-over').first()).toBeVisible(); // the chart has been drawn
    await expect(page.getByText('Trenden:')).toBeVisible();
    await expect(page.getByText(/^Från [\d\s]+ till [\d\s]+ tim\/mån i /)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Hur rätt har prognosen haft?' })).toContainText(
      /Slår .* horisont|för få tidigare månader/,
    );
    await expect(page.getByRole('region', { name: 'Ändrat sedan förra prognosen' })).toContainText(
      /första prognosen|jämfört med förra gången|densamma/,
    );
  });

  test('is about the area and resource that are chosen, and keeps them in the address', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByLabel('Gäller', { exact: true }).click();
    await page.getByRole('option', { name: 'Nord', exact: true }).click();
    await page.getByLabel('Resurs', { exact: true }).click();
    await page.getByRole('option', { name: 'Brukare', exact: true }).click();
    await page.getByLabel('Framåt', { exact: true }).click();
    await page.getByRole('option', { name: '24 månader' }).click();
    await expect(page.getByText(/väntas [\d\s]+ personer/)).toBeVisible();
    await expect(page).toHaveURL(/galler=area%3ANO|galler=area:NO/);
    await expect(page).toHaveURL(/resurs=clients/);
    await expect(page).toHaveURL(/manader=24/);
    await page.reload();
    await expect(page.getByLabel('Gäller', { exact: true })).toHaveValue('Nord');
    await expect(page.getByText(/väntas [\d\s]+ personer/)).toBeVisible();
  });

  test('can be read as a table, with what is to be known of a month', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByRole('button', { name: 'Visa som tabell' }).click();
    const table = page.getByRole('table', { name: /Hemtjänst, Hela kommunen/ });
    await expect(table.getByRole('columnheader', { name: 'Utfall' })).toBeVisible();
    await expect(table.getByRole('columnheader', { name: 'Trend' })).toBeVisible();
    expect(await table.getByRole('row').count()).toBeGreaterThan(24);
  });

  test('is about a target group too', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByLabel('Gäller', { exact: true }).click();
    await page.getByRole('option', { name: 'Fysiska behov' }).click();
    await expect(page.getByText(/tim\/mån väntas|väntas .* tim\/mån, varav:/)).toBeVisible();
    await expect(page.getByText('prövas inte för sig')).toBeVisible();
  });

  test('shows the SQL of each figure, with the values that the page asks by', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByRole('button', { name: /^Visa SQL: Områdena om/ }).click();
    const sql = page.getByRole('dialog').getByRole('region');
    await expect(sql).toContainText("SET param_resource = 'home_care_h'");
    await expect(sql).toContainText('model.forecasts');
    await expect(sql).not.toContainText('$__');
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('opens an area of the list by keyboard', async ({ page }) => {
    await page.goto(PAGE);
    const rows = page
      .getByRole('table', { name: /^Områdena om/ })
      .getByRole('rowheader')
      .getByRole('button');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    const area = await rows.nth(1).innerText();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Gäller', { exact: true })).toHaveValue(area);
  });

  test('is taken out as a workbook for the budget meeting', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByRole('button', { name: 'Budgetunderlag: arbetsbok för budgetmötet' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /Excel/ }).click();
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    await expect(page.getByText(/är hämtad/)).toBeVisible();
  });

  test('says how right each method has been, and what is shown', async ({ page }) => {
    await page.goto(`${PAGE}?vy=traffsakerhet`);
    const table = page.getByRole('table', { name: 'Metoderna mot varandra' });
    await expect(table.getByRole('rowheader', { name: 'Fjolårets värde' })).toBeVisible();
    await expect(page.getByText(/månader framåt: .* visas/).first()).toBeVisible();
    await expect(page.getByText(/fjolårets värde/i).first()).toBeVisible();
  });
});

test.describe('scenarios', () => {
  test('are compared, and one is followed in the course', async ({ page }) => {
    await page.goto(`${PAGE}?vy=scenarier`);
    const table = page.getByRole('table', { name: /^Scenarierna jämförda/ });
    await table.getByRole('button', { name: 'Stramare beviljande' }).click();
    await expect(page.getByRole('heading', { name: 'Vad scenariot antar: Stramare beviljande' })).toBeVisible();
    await expect(page.getByText('Timmar i nya beslut, gånger: 0,95')).toBeVisible();
    const years = page.getByRole('table', { name: /per budgetår/ });
    await expect(years.getByRole('row').nth(1)).toContainText(/−/);
    await page.getByRole('tab', { name: 'Prognos', exact: true }).click();
    await expect(page.getByText(/Det är −[\d\s]+ tim\/mån mot som i dag/)).toBeVisible();
  });

  test('can be made and saved, wait for the next forecast, and be taken away', async ({ page }) => {
    await choose(page, 'role', 'planner');
    const name = `Fler platser, ${test.info().project.name}`;
    await page.goto(`${PAGE}?vy=scenarier`);
    await page.getByRole('button', { name: 'Nytt scenario' }).click();
    const form = page.getByRole('form', { name: 'Gör ett eget scenario' });
    await form.getByRole('button', { name: 'Spara scenariot' }).click();
    await expect(form.getByText('Skriv ett namn.')).toBeVisible();
    await form.getByLabel('Namn', { exact: false }).first().fill(name);
    await form.getByLabel('Varför', { exact: false }).fill('Inför budgeten.');
    await form.getByLabel('Fler platser i särskilt boende').fill('500');
    await expect(form.getByText('Skriv ett tal mellan 0 och 200.')).toBeVisible();
    await form.getByLabel('Fler platser i särskilt boende').fill('12');
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Spara scenariot' }).click();
    await expect(page.getByText(`${name} är sparat.`, { exact: false })).toBeVisible();
    const row = page
      .getByRole('table', { name: /^Scenarierna jämförda/ })
      .getByRole('row')
      .filter({ hasText: name });
    await expect(row).toContainText('Väntar på nästa prognos');
    await expect(page.getByText(/Inget uppskattas under tiden/)).toBeVisible();
    await row.getByRole('button').click();
    await expect(page.getByText('Gjort av demo-planner')).toBeVisible();
    await page.getByRole('button', { name: 'Ta bort scenariot' }).click();
    await expect(row).toHaveCount(0);
  });
});

test.describe('staff', () => {
  test('is set against capacity, the greatest shortage first, with what it rests on', async ({ page }) => {
    await page.goto(`${PAGE}?vy=bemanning`);
    const table = page.getByRole('table', { name: /^Behov mot kapacitet/ });
    await expect(table.getByRole('row')).not.toHaveCount(1);
    await expect(page.getByText(/Behovet är större än kapaciteten på|Kapaciteten räcker överallt/)).toBeVisible();
    const second = table.getByRole('rowheader').nth(1);
    const [profession, area] = (await second.innerText()).split(', ');
    await second.getByRole('button').click();
    await expect(page.getByRole('heading', { name: `${profession} i ${area}, månad för månad` })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Så räknas timmar om till personal' })).toContainText('BEMANNINGSTAL');
  });

  test('needs are told by norm, by practice and as recorded', async ({ page }) => {
    await page.goto(`${PAGE}?vy=behov`);
    await expect(page.getByText(/tkr enligt norm och .* enligt praxis; den utförda tiden kostade/)).toBeVisible();
    const table = page.getByRole('table', { name: 'Hälso- och sjukvårdens tid' });
    await expect(table.getByRole('row').nth(2)).toBeVisible();
  });
});

test.describe('for everybody', () => {
  test('a manager sees his own areas and the municipality, and does not save scenarios', async ({ page }) => {
    await choose(page, 'role', 'manager');
    await page.goto(PAGE);
    await page.getByLabel('Gäller', { exact: true }).click();
    await expect(page.getByRole('option', { name: 'Hela kommunen' })).toBeVisible();
    await expect(page.getByRole('option', { name: 'Centrum 1', exact: true })).toBeVisible();
    await expect(page.getByRole('option', { name: 'Söder', exact: true })).toHaveCount(0);
    await page.goto(`${PAGE}?galler=area:SO`);
    await expect(
      page.getByText('Det finns ingen prognos för det som adressen pekar på.', { exact: false }),
    ).toBeVisible();
    await page.getByRole('tab', { name: 'Scenarier' }).click();
    await expect(page.getByText('Verksamhetschefer, planerare och analytiker kan spara egna scenarier.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Nytt scenario' })).toHaveCount(0);
  });

  test('is in English for those who read English', async ({ page }) => {
    await choose(page, 'language', 'en');
    await page.goto(PAGE);
    await expect(page.getByRole('heading', { name: 'History and forecast' })).toBeVisible();
    await expect(page.getByText(/are expected in .* probably between/)).toBeVisible();
  });

  for (const theme of ['light', 'dark']) {
    test(`has no serious findings of axe in ${theme} colours`, async ({ page }) => {
      await choose(page, 'theme', theme);
      await page.goto(PAGE);
      await expect(page.locator('.u-over').first()).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      for (const [view, table] of [
        ['Bemanning', /^Behov mot kapacitet/],
        ['Scenarier', /^Scenarierna jämförda/],
        ['Träffsäkerhet', 'Metoderna mot varandra'],
        ['Behov och resurser', 'Hälso- och sjukvårdens tid'],
      ] as const) {
        await page.getByRole('tab', { name: view }).click();
        await expect(page.getByRole('table', { name: table })).toBeVisible();
        expect(await seriousFindings(page), view).toEqual([]);
      }
    });
  }

  test('fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    for (const view of ['prognos', 'bemanning', 'scenarier', 'traffsakerhet', 'behov']) {
      await page.goto(`${PAGE}?vy=${view}`);
      await expect(page.getByRole('table').or(page.locator('.u-over')).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(390);
    }
  });
});

test.describe('when something is wrong', () => {
  test.use({ mayFail: true });

  test('who may not see forecasts is told so', async ({ page }) => {
    await choose(page, 'role', 'steward');
    await page.goto(PAGE);
    await expect(page.getByText('Du har inte behörighet till det här')).toBeVisible();
  });

  test('a save that fails keeps what was written', async ({ page }) => {
    await page.route('**/resources/scenarios', (route) =>
      route.fulfill({ status: 502, json: { class: 'network', error: 'Databasen svarar inte.' } }),
    );
    await page.goto(`${PAGE}?vy=scenarier`);
    await page.getByRole('button', { name: 'Nytt scenario' }).click();
    const form = page.getByRole('form', { name: 'Gör ett eget scenario' });
    await form.getByLabel('Namn', { exact: false }).first().fill('Ett namn');
    await form.getByLabel('Varför', { exact: false }).fill('Därför.');
    await form.getByLabel('Nya brukare, gånger').fill('1,2');
    await form.getByRole('button', { name: 'Spara scenariot' }).click();
    await expect(form.getByText('Databasen svarar inte.')).toBeVisible();
    await expect(form.getByLabel('Nya brukare, gånger')).toHaveValue('1,2');
  });
});
