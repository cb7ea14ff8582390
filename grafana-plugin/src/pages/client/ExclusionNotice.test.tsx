import { render, screen } from '@testing-library/react';

import { accessibilityFaults } from '../../testing/axe';
import { ExclusionNotice } from './ExclusionNotice';
import { type Exclusion } from './read';

const exclusion: Exclusion = {
  client_id: '1',
  is_from_models: true,
  is_from_selections: true,
  from_date: Date.UTC(2026, 10, 22),
  until_date: null,
};

it('says what a client is left out of, and until when', async () => {
  const { container, rerender } = render(<ExclusionNotice exclusion={exclusion} />);
  expect(screen.getByText('Brukaren är spärrad från modeller och urval')).toBeInTheDocument();
  expect(screen.getByText(/Spärren gäller från 2026-11-22 tills vidare/)).toBeInTheDocument();
  expect(await accessibilityFaults(container)).toEqual([]);
  rerender(<ExclusionNotice exclusion={{ ...exclusion, is_from_models: false, until_date: Date.UTC(2027, 6, 1) }} />);
  expect(screen.getByText('Brukaren är spärrad från urval')).toBeInTheDocument();
  expect(screen.queryByText(/uppskattar varken risk/)).not.toBeInTheDocument();
  expect(screen.getByText(/upphör 2027-07-01/)).toBeInTheDocument();
}, 30_000);
