import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { type CookbookQuestion } from '../../client/types';
import { accessibilityFaults } from '../../testing/axe';
import { type FramsynDataSource } from '../FramsynDataSource';
import { CookbookDialog } from './CookbookDialog';

const questions: CookbookQuestion[] = [
  {
    number: 1,
    title: { sv: 'Timmar per månad', en: 'Hours by month' },
    text: { sv: 'Ett års förlopp.', en: 'The course of a year.' },
    group: 'follow-up',
    sql: '-- returns: month\nSELECT month FROM mart.area_months\n',
  },
  {
    number: 2,
    title: { sv: 'Risklista', en: 'Risk list' },
    text: { sv: 'De tjugo med högst risk.', en: 'The twenty with the highest risk.' },
    group: 'selection',
    sql: '-- returns: client_id\nSELECT client_id FROM mart.candidates\n',
  },
];

function show() {
  const onInsert = jest.fn();
  const datasource = { cookbook: () => Promise.resolve(questions) } as unknown as FramsynDataSource;
  render(<CookbookDialog datasource={datasource} onInsert={onInsert} onDismiss={jest.fn()} />);
  return onInsert;
}

it('puts a question into the editor', async () => {
  const onInsert = show();
  expect(await screen.findByRole('heading', { name: 'Uppföljning' })).toBeInTheDocument();
  expect(await accessibilityFaults(screen.getByRole('dialog'))).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Infoga Risklista' }));
  expect(onInsert).toHaveBeenCalledWith('-- returns: client_id\nSELECT client_id FROM mart.candidates');
});

it('finds questions by words of either language, and by tables', async () => {
  show();
  const search = await screen.findByRole('textbox', { name: 'Sök bland frågorna' });
  await userEvent.type(search, 'HIGHEST risk');
  expect(screen.queryByText('Timmar per månad')).toBeNull();
  expect(screen.getByText('Risklista')).toBeInTheDocument();
  await userEvent.clear(search);
  await userEvent.type(search, 'area_months');
  expect(screen.getByText('Timmar per månad')).toBeInTheDocument();
  await userEvent.clear(search);
  await userEvent.type(search, 'finns inte');
  expect(screen.getByRole('status')).toHaveTextContent('Ingen fråga passar.');
});
