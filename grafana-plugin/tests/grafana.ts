// The same tests in a real Grafana, started by framsyn up with GRAFANA_HOME: FRAMSYN_HOST_URL is its address and
// FRAMSYN_GRAFANA_PASSWORD the administrator's password, which the people that are made there have too.
import { expect, type Page } from '@playwright/test';

const password = process.env.FRAMSYN_GRAFANA_PASSWORD ?? '';

/** Whether the pages stand in a real Grafana. */
export const inGrafana = password !== '';

const made = new Set<string>();

const startPreferences = { theme: 'light', language: 'sv-SE', timezone: '' };
let preferences = startPreferences;

/** Begins a test as the one whom the demo begins with. */
export async function begin(page: Page): Promise<void> {
  preferences = startPreferences;
  await signIn(page, 'leader');
}

/** Signs in as the made-up person of a role, who has the test's preferences. */
export async function signIn(page: Page, role: string): Promise<void> {
  const user = `demo-${role}`;
  if (!made.has(user)) {
    await page.request.post('/login', { data: { user: 'admin', password } });
    const answer = await page.request.post('/api/admin/users', { data: { login: user, name: user, password } });
    if (answer.status() === 412) {
      // there already, perhaps with another password
      const found = (await (await page.request.get(`/api/users/lookup?loginOrEmail=${user}`)).json()) as { id: number };
      await page.request.put(`/api/admin/users/${found.id}/password`, { data: { password } });
    }
    made.add(user);
  }
  expect((await page.request.post('/login', { data: { user, password } })).status()).toBe(200);
  await keep(page);
}

/** Gives the one who is signed in another theme or language. */
export async function prefer(page: Page, name: 'theme' | 'language', value: string): Promise<void> {
  preferences = { ...preferences, [name]: name === 'language' && value === 'en' ? 'en-US' : value };
  await keep(page);
}

async function keep(page: Page): Promise<void> {
  expect((await page.request.put('/api/user/preferences', { data: preferences })).status()).toBe(200);
}

/** Unfolds the app's part of Grafana's menu. */
export async function showMenu(page: Page): Promise<void> {
  if (inGrafana) {
    await page.getByRole('button', { name: 'Expandera avsnitt: Framsyn' }).click();
  }
}
