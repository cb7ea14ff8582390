import { type Page } from '@playwright/test';

/** Asks a named query as the role that the page has, and gives a column of the answer. */
export async function column(page: Page, name: string, parameters: Record<string, unknown>, wanted: string) {
  const query = { refId: 'A', kind: 'named', name, parameters, format: 'table', datasource: { uid: 'framsyn' } };
  const answer = await page.request.post('/api/ds/query', { data: { from: '0', to: '1', queries: [query] } });
  const { results } = (await answer.json()) as Answer;
  const frame = results.A.frames?.[0];
  const index = frame?.schema.fields.findIndex((field) => field.name === wanted) ?? -1;
  return (frame?.data.values[index] ?? []) as string[];
}

interface Answer {
  results: { A: { frames?: Array<{ schema: { fields: Array<{ name: string }> }; data: { values: unknown[][] } }> } };
}

/** A day so many days from today, as date fields take it. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Clients with home care whom the role of the page sees, those with the greatest risk first. */
export function clientsOf(page: Page): Promise<string[]> {
  return column(page, 'candidates', { statuses: ['home_care'], rows: 20 }, 'client_id');
}
