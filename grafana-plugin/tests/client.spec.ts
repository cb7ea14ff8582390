import { type Page } from '@playwright/test';

import { clientsOf, column, dayFromNow } from './clients';
import { choose, expect, seriousFindings, test } from './fixtures';

const PAGE = '/a/framsyn-care-app/individ';

/** Opens the client with the greatest risk that a manager sees, or the one after so many others. */
async function openOne(page: Page, after = 0, search = ''): Promise<string> {
  const id = (await clientsOf(page))[after] ?? '';
  await page.goto(`${PAGE}/${id}${search}`);
  await expect(page.getByRole('heading', { name: `Brukare ${id}` })).toBeVisible();
  await expect(page.getByText('Hämtar …')).toHaveCount(0); // what comes late moves what is below
  return id;
}

test.describe('one client', () => {
  test.beforeEach(({ page }) => choose(page, 'role', 'manager'));

  test('is found by the first digits of the pseudonym, by keyboard alone', async ({ page }) => {
    const [id = ''] = await clientsOf(page);
    await page.goto(PAGE);
    await page.getByLabel('Pseudonym').fill(id.slice(0, 12));
    await page.keyboard.press('Enter');
    const found = page.getByRole('table', { name: 'Träffar' }).getByRole('button', { name: id });
    await found.focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/individ/${id}$`));
    await expect(page.getByRole('heading', { name: `Brukare ${id}` })).toBeVisible();
  });

  test('shows the course, the reasons in words, potentials and needs', async ({ page }) => {
    await openOne(page, 0, '?urval=whom-do-we-miss');
    await expect(page.getByRole('img', { name: /^Förloppet från .* beviljad hemtjänst från/ })).toBeVisible();
    await expect(page.getByText(/Om ett år väntas .* tim\/mån, troligen mellan/)).toBeVisible();
    const risks = page.getByRole('region', { name: 'Risker och skäl' });
    await expect(risks.getByText(/\d+\s%\s\(\d+\s%\still\s\d+\s%\)/).first()).toBeVisible();
    await expect(risks.getByText(/Av hundra med samma uppgifter/).first()).toBeVisible();
    await expect(
      risks
        .getByRole('listitem')
        .filter({ hasText: /(mycket|en del|lite)$/ })
        .first(),
    ).toBeVisible();
    const potentials = page.getByRole('region', { name: 'Vad en insats kan ge' });
    await expect(potentials.getByText(/Har visat sig|Ingen säker|Går inte att lita på/).first()).toBeVisible();
    const needs = page.getByRole('region', { name: 'Vad timmarna går till' }).first();
    await expect(needs.getByText(/min i veckan .* Enligt norm/)).toBeVisible();
    await expect(page.getByText(/Beslutet .* gav .* tim\/mån|inget beslut/)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Tillbaka till urvalet' })).toHaveAttribute(
      'href',
      /urval\/sparade\/whom-do-we-miss$/,
    );
  });

  test('can be read as a table', async ({ page }) => {
    await openOne(page);
    const course = page.getByRole('region', { name: 'Förloppet' }).first();
    await course.getByRole('button', { name: 'Visa som tabell' }).click();
    const table = page.getByRole('table', { name: 'Förloppet' });
    await expect(table.getByRole('columnheader', { name: /Begränsningar/ })).toBeVisible();
    await expect(table.getByRole('row')).not.toHaveCount(1);
    await course.getByRole('radio', { name: '1 år' }).check({ force: true });
    const most = 1 + 12 + 3; // heading, a year, and 3, 6 and 12 months ahead
    await expect.poll(() => table.getByRole('row').count()).toBeLessThanOrEqual(most);
    await expect(table.getByRole('row').nth(1).getByRole('cell').nth(2)).toHaveText(/\d/); // expected
  });

  test('registers an intervention, sees it in the course and the follow-up, corrects and withdraws it', async ({
    page,
  }, { project }) => {
    const id = await openOne(page, project.name === 'react18' ? 1 : 2);
    const part = page.getByRole('region', { name: 'Beslut och insatser' });
    const potentials = page.getByRole('region', { name: 'Vad en insats kan ge' });
    await part.getByRole('button', { name: 'Registrera insats' }).click();
    const form = page.getByRole('form', { name: 'Registrera en insats' });
    await expect(form.getByRole('heading')).toBeFocused();
    await form.getByRole('button', { name: 'Spara' }).click();
    await expect(form.getByText('Välj en insats.')).toBeVisible();
    await form.getByLabel('Insats', { exact: true }).selectOption({ label: 'Social aktivitet' });
    await form.getByLabel('Första dag').fill(dayFromNow(20));
    await form.getByLabel('Planerat slut').fill(dayFromNow(10));
    await form.getByLabel('Vad tror ni att insatsen ändrar?').fill('−2,5');
    await form.getByLabel('Varför tror ni det?').fill(`Vill själv. C:\\ 'så' "här"`);
    await form.getByRole('button', { name: 'Spara' }).click();
    await expect(form.getByText('Slutet ska ligga efter första dagen.')).toBeVisible();
    await form.getByLabel('Planerat slut').fill(dayFromNow(120));
    await form.getByRole('button', { name: 'Spara' }).click();
    await expect(part.getByText('Sparat.')).toBeVisible();
    const row = part
      .getByRole('listitem')
      .filter({ hasText: 'Social aktivitet' })
      .filter({ hasText: 'Registrerad här' });
    await expect(row).toContainText('Vi trodde: −2,5 tim/mån');
    await expect(row).toContainText(`C:\\ 'så' "här"`);
    await expect(page.getByText('registrerad här, ännu inte i leverans', { exact: true }).first()).toBeVisible();

    await part.getByRole('link', { name: 'Till uppföljningen' }).click();
    const waiting = page.getByRole('table', { name: 'Väntar på utfall' });
    const waits = waiting.getByRole('row').filter({ hasText: id }).filter({ hasText: 'Registrerad här' });
    await expect(waits).toContainText('−2,5');
    await expect(page.getByRole('table', { name: 'Beslut i dina områden' })).toContainText(id);
    await waits.getByRole('button').click();

    await row.getByRole('button', { name: /^Rätta/ }).click();
    const correction = page.getByRole('form', { name: 'Rätta en registrering' });
    await expect(correction.getByLabel('Insats', { exact: true })).toBeDisabled();
    await correction.getByLabel('Vad tror ni att insatsen ändrar?').fill('-4');
    await correction.getByRole('button', { name: 'Spara' }).click();
    await expect(row).toContainText('Vi trodde: −4 tim/mån');

    await row.getByRole('button', { name: /^Ta tillbaka/ }).click();
    const withdrawal = page.getByRole('form', { name: 'Ta tillbaka registreringen?' });
    await withdrawal.getByLabel('Varför?').fill('Blev inte av.');
    await withdrawal.getByRole('button', { name: 'Spara' }).click();
    await expect(row).toHaveCount(0);
    await expect(potentials).toBeVisible();
  });

  test('registers that an estimate is not right, in words of its own', async ({ page }) => {
    await openOne(page, 3);
    await page.getByRole('button', { name: 'Stämmer inte?' }).click();
    const form = page.getByRole('form', { name: 'Förslaget följs inte' });
    await expect(form.getByLabel('Skäl')).toHaveValue('score_too_high');
    await form.getByRole('button', { name: 'Spara' }).click();
    await expect(form.getByText('Skälet behöver egna ord.')).toBeVisible();
    await form.getByLabel('Med egna ord').fill('Ökningen var tillfällig.');
    await form.getByRole('button', { name: 'Spara' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'Ökningen var tillfällig.' }).first();
    await expect(row).toContainText('Följdes inte');
    await row.getByRole('button', { name: /^Ta tillbaka/ }).click();
    await page.getByLabel('Varför?').fill('Prov.');
    await page.getByRole('button', { name: 'Spara' }).click();
    await expect(row).toHaveCount(0);
  });

  for (const theme of ['light', 'dark']) {
    test(`has no serious findings of axe in ${theme} colours, with the form open`, async ({ page }) => {
      await choose(page, 'theme', theme);
      await openOne(page);
      await expect(page.getByRole('img', { name: /^Förloppet från/ })).toBeVisible();
      await expect(page.getByText(/min i veckan/)).toBeVisible();
      await page.getByRole('button', { name: 'Registrera insats' }).click();
      await page.mouse.move(0, 0); // a button under the pointer has colours of Grafana's own
      await expect(page.getByText('Skriv aldrig namn')).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await openOne(page);
    await expect(page.getByRole('img', { name: /^Förloppet från/ })).toBeVisible();
    await expect(page.getByText(/min i veckan/)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('is in English for those who read English', async ({ page }) => {
    await choose(page, 'language', 'en');
    const [id = ''] = await clientsOf(page);
    await page.goto(`${PAGE}/${id}`);
    await expect(page.getByText(/In a year .* h a month are expected/)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Risks and reasons' })).toContainText('Raises the estimate');
  });
});

test.describe('who may see a client', () => {
  test.use({ mayFail: true });

  test('a manager sees no client of another area', async ({ page }) => {
    await choose(page, 'role', 'manager');
    const own = new Set(await column(page, 'candidates', { rows: 10_000 }, 'client_id'));
    await choose(page, 'role', 'analyst');
    const other = (await column(page, 'candidates', { rows: 10_000 }, 'client_id')).find((id) => !own.has(id)) ?? '';
    expect(other).not.toBe('');
    await choose(page, 'role', 'manager');
    await page.goto(`${PAGE}/${other}`);
    await expect(page.getByText(/hör till ett område som du inte ser/)).toBeVisible();
    const data = { client: other, decision: 'not_followed', reason: 'declined' };
    const answer = await page.request.post('/api/datasources/uid/framsyn/resources/interventions', { data });
    expect(answer.status()).toBe(403);
  });

  test('a leader sees no client', async ({ page }) => {
    await choose(page, 'role', 'analyst');
    const [id = ''] = await clientsOf(page);
    await choose(page, 'role', 'leader');
    await page.goto(`${PAGE}/${id}`);
    await expect(page.getByText('Du har inte behörighet till det här')).toBeVisible();
  });

  test('an analyst reads, and does not register', async ({ page }) => {
    await choose(page, 'role', 'analyst');
    await openOne(page);
    await expect(page.getByText('Enhetschef och förebyggande team registrerar insatser.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Registrera insats' })).toHaveCount(0);
  });
});
