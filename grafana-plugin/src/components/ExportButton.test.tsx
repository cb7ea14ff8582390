import { type BackendSrvRequest, type FetchError } from '@grafana/runtime';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { accessibilityFaults } from '../testing/axe';
import { FileAnswer, installBackend } from '../testing/backend';
import { ExportButton } from './ExportButton';

jest.setTimeout(30_000); // Grafana's menus and dialogs take seconds in jsdom on a busy machine

const file = new Blob(['PK']);
const headers = new Headers({ 'Content-Disposition': 'attachment; filename="framsyn.xlsx"', 'X-Framsyn-Export': '1' });

let requests: BackendSrvRequest[];
let answer: () => unknown;

beforeEach(() => {
  answer = () => new FileAnswer(file, headers);
  requests = installBackend(({ url }) =>
    url.endsWith('/export') ? answer() : { state: 'finished', rows: 1234, bytes: file.size },
  );
  URL.createObjectURL = () => 'blob:1';
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
});

const areas = <ExportButton about="Områdena" what={{ kind: 'query', name: 'area_comparison' }} />;
const selection = { kind: 'selection', selection_id: 'egna' } as const;

async function choose(format: string) {
  await userEvent.click(await screen.findByLabelText('Ta ut: Områdena'));
  await userEvent.click(await screen.findByText(format));
}

it('takes out in the form that is chosen, and says so', async () => {
  const { container } = render(areas);
  await choose('Excel');
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('framsyn.xlsx är hämtad, 1 234 rader.'));
  expect(requests[0]?.data).toEqual({ kind: 'query', name: 'area_comparison', format: 'xlsx', language: 'sv' });
  expect(await accessibilityFaults(container)).toEqual([]);
});

it('can be used by keyboard alone', async () => {
  render(areas);
  await userEvent.tab();
  expect(screen.getByRole('button', { name: 'Ta ut: Områdena' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(await screen.findAllByRole('menuitem')).toHaveLength(5);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('är hämtad'));
});

it('asks for the purpose when single clients are in it', async () => {
  render(<ExportButton about="Områdena" what={selection} hasPersons />);
  await choose('Parquet');
  const field = await screen.findByRole('textbox', { name: /Ändamål/ });
  await userEvent.click(screen.getByRole('button', { name: 'Ta ut' }));
  expect(await screen.findByText('Skriv vad uppgifterna ska användas till.')).toBeInTheDocument();
  expect(requests).toHaveLength(0);
  await userEvent.type(field, ' Hembesök i vår {Enter}');
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('är hämtad'));
  expect(requests[0]?.data).toEqual({ ...selection, format: 'parquet', purpose: 'Hembesök i vår', language: 'sv' });
});

it('shows the query behind what is taken out', async () => {
  requests = installBackend(() => ({ sql: 'SELECT {a:UInt8}', executed: 'SELECT 1', parameters: {}, notices: [] }));
  render(
    <ExportButton about="Områdena" what={{ kind: 'query', name: 'area_comparison', parameters: { area: 'C1' } }} />,
  );
  await choose('Visa SQL');
  expect(await screen.findByText('SELECT 1')).toBeInTheDocument();
  expect(requests[0]?.data).toMatchObject({
    query: { kind: 'named', name: 'area_comparison', parameters: { area: 'C1' } },
  });
  expect(await accessibilityFaults(screen.getByRole('dialog'))).toEqual([]);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByText('SELECT 1')).toBeNull();
});

it('has no query to show for a selection', async () => {
  render(<ExportButton about="Områdena" what={selection} />);
  await userEvent.click(await screen.findByLabelText('Ta ut: Områdena'));
  expect(await screen.findAllByRole('menuitem')).toHaveLength(4);
  expect(screen.queryByText('Visa SQL')).toBeNull();
});

it('takes nothing out when the question for the purpose is dismissed', async () => {
  render(<ExportButton about="Områdena" what={selection} hasPersons purpose="Hembesök" />);
  await choose('Excel');
  expect(await screen.findByRole('textbox', { name: /Ändamål/ })).toHaveValue('Hembesök');
  await userEvent.click(screen.getByRole('button', { name: 'Avbryt' }));
  expect(screen.queryByRole('textbox')).toBeNull();
  expect(requests).toHaveLength(0);
});

it('says what went wrong, and can be tried again', async () => {
  const good = answer;
  answer = () => {
    const data = new Blob([JSON.stringify({ error: 'Rollen leader får inte ta ut det.', class: 'access' })]);
    throw { status: 403, statusText: 'Forbidden', data, config: { url: '' } } as FetchError;
  };
  render(areas);
  await choose('Excel');
  expect(await screen.findByRole('alert')).toHaveTextContent('Du får inte ta ut det här. Rollen leader får inte');
  answer = good;
  await choose('Excel');
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('är hämtad'));
});

it('can be cancelled', async () => {
  answer = () => new Promise(() => undefined);
  render(areas);
  await choose('Excel');
  expect(screen.getByRole('status')).toHaveTextContent('Filen hämtas …');
  await userEvent.click(screen.getByRole('button', { name: 'Avbryt uttaget av Områdena' }));
  expect(await screen.findByRole('button', { name: 'Ta ut: Områdena' })).toBeInTheDocument();
  expect(screen.queryByRole('alert')).toBeNull();
});
