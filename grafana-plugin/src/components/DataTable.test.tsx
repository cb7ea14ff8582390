import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { accessibilityFaults } from '../testing/axe';
import { type Column, DataTable } from './DataTable';

interface Row {
  name: string;
  hours: number | null;
}

const rows: Row[] = [
  { name: 'Öster', hours: 5 },
  { name: 'Centrum 10', hours: null },
  { name: 'Centrum 2', hours: 30 },
  { name: 'Ängen', hours: 7 },
];

const columns: Array<Column<Row>> = [
  { id: 'name', title: 'Område', value: (row) => row.name, text: (row) => row.name },
  {
    id: 'hours',
    title: 'Timmar',
    isNumber: true,
    value: (row) => row.hours,
    text: (row) => String(row.hours ?? '–'),
  },
];

function show(props: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  return render(<DataTable caption="Områden" rows={rows} columns={columns} rowId={(row) => row.name} {...props} />);
}

const names = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent);

it('sorts by what is pressed, the largest number first, and the unknown last either way', async () => {
  const user = userEvent.setup();
  show();
  await user.click(screen.getByRole('button', { name: 'Timmar' }));
  expect(names()).toEqual(['Centrum 2', 'Ängen', 'Öster', 'Centrum 10']);
  expect(screen.getByRole('columnheader', { name: /Timmar/ })).toHaveAttribute('aria-sort', 'descending');
  await user.click(screen.getByRole('button', { name: 'Timmar' }));
  expect(names()).toEqual(['Öster', 'Ängen', 'Centrum 2', 'Centrum 10']);
});

it('sorts text as Swedes do, and numbers in it as numbers', async () => {
  const user = userEvent.setup();
  show();
  await user.click(screen.getByRole('button', { name: 'Område' }));
  expect(names()).toEqual(['Centrum 2', 'Centrum 10', 'Ängen', 'Öster']);
});

it('is one stop for Tab, and arrows go from row to row', async () => {
  const user = userEvent.setup();
  const opened: string[] = [];
  show({ onOpen: (row) => opened.push(row.name) });
  screen.getByRole('button', { name: 'Öster' }).focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(screen.getByRole('button', { name: 'Centrum 2' })).toHaveFocus();
  await user.keyboard('{Enter}{End}{Enter}{ArrowDown}{Home}{Enter}');
  expect(opened).toEqual(['Centrum 2', 'Ängen', 'Öster']);
  await user.tab();
  expect(screen.queryByRole('button', { name: 'Centrum 10' })).not.toHaveFocus();
});

it('shows more rows when asked', async () => {
  const user = userEvent.setup();
  show({ pageSize: 3 });
  expect(names()).toHaveLength(3);
  expect(screen.getByRole('status')).toHaveTextContent('Visar 3 av 4 rader');
  await user.click(screen.getByRole('button', { name: 'Visa fler' }));
  expect(names()).toHaveLength(4);
});

it('lets the reader choose columns, but not take away the one that names the row', async () => {
  const user = userEvent.setup();
  show({ canChooseColumns: true });
  await user.click(screen.getByRole('button', { name: 'Välj kolumner i Områden' }));
  const group = within(await screen.findByRole('group', { name: 'Välj kolumner i Områden' }));
  expect(group.queryByRole('checkbox', { name: 'Område' })).not.toBeInTheDocument();
  await user.click(group.getByRole('checkbox', { name: 'Timmar' }));
  expect(screen.queryByRole('columnheader', { name: /Timmar/ })).not.toBeInTheDocument();
});

it('says that there are no rows', () => {
  show({ rows: [] });
  expect(screen.getByText('Inga rader')).toBeInTheDocument();
});

it('has no accessibility faults', async () => {
  const { container } = show({ onOpen: () => undefined, canChooseColumns: true, pageSize: 2 });
  expect(await accessibilityFaults(container)).toEqual([]);
});
