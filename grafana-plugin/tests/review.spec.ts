import { type Page } from '@playwright/test';

import { clientsOf } from './clients';
import { choose, expect, seriousFindings, test } from './fixtures';

const PAGE = '/a/framsyn-care-app/granskning';

/** What the browsers' tests stop and approve again: nothing else looks at it. */
const RUN = 'Tid som bedömda behov tar: åtgärder';

/** Asks ten times for what the role may not see: a finding of the log. */
async function beRefused(page: Page, role: string): Promise<void> {
  await choose(page, 'role', role);
  for (let n = 0; n < 10; n++) {
    const answer = await page.request.post('/api/datasources/uid/framsyn/resources/selections/clients', {
      data: { filter: {} },
    });
    expect(answer.status()).toBe(403);
  }
}

/** Writes down what the control of the opened finding came to. */
async function mark(page: Page, verdict: string, note: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radiogroup').getByText(verdict).click();
  await dialog.getByLabel(/Anteckning/).fill(note);
  await dialog.getByRole('button', { name: 'Skriv in kontrollen' }).click();
  await expect(page.getByText(/^Kontrollen är inskriven/)).toBeVisible();
}

test.describe('the review', () => {
  test('is where the officer marks a finding, which is then open no more', async ({ page }) => {
    await beRefused(page, 'leader');
    await choose(page, 'role', 'officer');
    await page.goto(PAGE);
    const findings = page.getByRole('region', { name: 'Det som sticker ut i loggen' }).first();
    const choose3 = (name: RegExp) => findings.getByRole('radio', { name }).check({ force: true });
    const refused = findings
      .getByRole('row')
      .filter({ hasText: 'Verksamhetschef' })
      .filter({ hasText: /[Aa]vvis/ })
      .first();

    await choose3(/^Alla/);
    await refused.getByRole('button').click();
    const asked = `Frågat ${Date.now()}`;
    await mark(page, 'Frågat, väntar på svar', asked);

    await choose3(/^Väntar på svar/);
    await expect(refused).toContainText('Frågat, väntar på svar');
    await refused.getByRole('button').click();
    await expect(page.getByRole('dialog')).toContainText(asked);
    await mark(page, 'I sin ordning', 'Gammal länk');
    await expect(refused).toHaveCount(0);

    await choose3(/^Att kontrollera/);
    await expect(refused).toHaveCount(0);
    await choose3(/^Alla/);
    await expect(refused).toContainText('I sin ordning');
    await refused.getByRole('button').click();
    await expect(page.getByRole('dialog')).toContainText(asked); // nothing is written over
    await expect(page.getByRole('dialog')).toContainText('Gammal länk');
  });

  test('gives a client’s extract, with its reason, and as a file', async ({ page }) => {
    await choose(page, 'role', 'manager');
    const [client] = await clientsOf(page);
    await page.goto(`/a/framsyn-care-app/individ/${client}`);
    await page.waitForLoadState('networkidle');

    await choose(page, 'role', 'officer');
    await page.goto(PAGE);
    const section = page.getByRole('region', { name: 'Vem har sett en brukare?' });
    await section.getByRole('button', { name: 'Visa utdraget' }).click();
    await expect(section.getByText('Skriv pseudonymen, bara siffror.')).toBeVisible();
    await section.getByLabel(/pseudonym/).fill(client ?? '');
    await section.getByLabel(/Varför/).fill('Begäran, dnr 41');
    await section.getByRole('button', { name: 'Visa utdraget' }).press('Enter');
    const table = section.getByRole('table');
    await expect(table).toContainText('Såg uppgifterna');

    await section.getByRole('button', { name: /^Ta ut/ }).click();
    await page.getByRole('menuitem', { name: /CSV för svenska Excel/ }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Ta ut' }).click();
    expect((await coming).suggestedFilename()).toMatch(/^framsyn-access_seen-.*\.csv$/);

    await section.getByRole('button', { name: 'Visa utdraget' }).click();
    await expect(table).toContainText('Tog fram ett loggutdrag'); // the first extract is in the second
  });

  test('lets an analyst stop a run and approve it again, and the officer only read', async ({ page }) => {
    await choose(page, 'role', 'analyst');
    await page.goto(PAGE);
    await expect(page.getByRole('region', { name: 'Det som sticker ut i loggen' })).toHaveCount(0);
    const section = page.getByRole('region', { name: 'Modeller som väntar' });
    const waiting = section.getByRole('article', { name: RUN });
    await section.locator('summary').click();
    await section.getByRole('button', { name: `Sluta visa: ${RUN}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Sluta visa körningen' }).click();
    await expect(dialog.getByText('Skriv skälet till beslutet.')).toBeVisible();
    await dialog.getByLabel(/Skäl/).fill('Prov av stopp');
    await dialog.getByRole('button', { name: 'Sluta visa körningen' }).click();
    await expect(section.getByText(`${RUN} är avslagen.`)).toBeVisible();
    await expect(waiting).toContainText('Prov av stopp');

    await choose(page, 'role', 'officer');
    await page.goto(PAGE);
    await expect(waiting).toContainText('Prov av stopp');
    await expect(section.getByRole('button', { name: /^(Godkänn|Avslå|Sluta visa)/ })).toHaveCount(0);

    await choose(page, 'role', 'leader');
    await page.goto(PAGE);
    await waiting.getByRole('button', { name: `Läs kortet för ${RUN}` }).click();
    await expect(dialog.getByText('Avsedd användning')).toBeVisible();
    await page.keyboard.press('Escape');
    await waiting.getByRole('button', { name: `Godkänn: ${RUN}` }).click();
    await dialog.getByLabel(/Skäl/).fill('Kortet läst');
    await dialog.getByRole('button', { name: 'Godkänn körningen' }).click();
    await expect(section.getByText(`${RUN} är godkänd.`)).toBeVisible();
    await expect(waiting).toHaveCount(0);
  });

  for (const theme of ['light', 'dark']) {
    test(`has no serious findings of axe in ${theme} colours`, async ({ page }) => {
      await beRefused(page, 'leader');
      await choose(page, 'theme', theme);
      await choose(page, 'role', 'officer');
      await page.goto(PAGE);
      const findings = page.getByRole('region', { name: 'Det som sticker ut i loggen' }).first();
      await findings.getByRole('radio', { name: /^Alla/ }).check({ force: true });
      await expect(page.getByText(/^Körningar som visas nu/).first()).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await findings.getByRole('rowheader').first().getByRole('button').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'Prognos av timmar och brukare' }).click();
      await expect(page.getByRole('dialog').getByText('Avsedd användning')).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('fits a narrow screen', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await choose(page, 'role', 'officer');
    await page.goto(PAGE);
    await expect(page.getByText(/^Körningar som visas nu/).first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('is in English for those who read English', async ({ page }) => {
    await choose(page, 'language', 'en');
    await choose(page, 'role', 'officer');
    await page.goto(PAGE);
    await expect(page.getByRole('heading', { name: 'Who has seen a client?' })).toBeVisible();
  });
});
