import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { accessibilityFaults } from '../../testing/axe';
import { frameAnswer, installBackend } from '../../testing/backend';
import { ModelsSection } from './ModelsSection';

/** Two runs: one that is shown, one whose audit has failed. */
function runs() {
  const text = (...values: string[]) => ({ type: 'string', values });
  const number = (...values: Array<number | null>) => ({ type: 'number', values });
  return frameAnswer('model_card_runs', {
    run: text('1', '2'),
    model: text('risk', 'risk'),
    target: text('need_doubled', 'entry'),
    title_sv: text('Risk: fördubblat', 'Risk: hemtjänst'),
    title_en: text('Risk: doubled', 'Risk: home care'),
    as_of_date: number(0, 0),
    state: text('shown', 'rejected'),
    state_sv: text('visas', 'inte godkänd'),
    state_en: text('shown', 'not approved'),
    n_passed: number(30, 20),
    n_not_shown: number(0, 0),
    n_failed: number(0, 2),
    decided_by: text('automatic', 'automatic'),
    decided_at: number(0, 0),
    why: text('', ''),
    created_at: number(0, 0),
  });
}

function backend(mayDecide: boolean) {
  return installBackend(({ url, method }) => {
    if (url.includes('models/approvals')) {
      return method === 'GET' ? { mode: 'manual', mayDecide, longestWhy: 1000 } : { run: '2', decision: 'approved' };
    }
    return runs();
  });
}

it('has no buttons for those who may not decide, and says who may', async () => {
  backend(false);
  render(<ModelsSection />);
  const waiting = await screen.findByRole('article', { name: 'Risk: hemtjänst' });
  expect(within(waiting).getByText(/underkände 2 av 22/)).toBeInTheDocument();
  expect(screen.getByText(/Verksamhetschefer och analytiker godkänner/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /^(Godkänn|Avslå|Sluta visa)/ })).toBeNull();
});

it('approves what the audit has failed only when that is said, and with a reason', async () => {
  const requests = backend(true);
  const { baseElement } = render(<ModelsSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Godkänn: Risk: hemtjänst' }));
  const save = screen.getByRole('button', { name: 'Godkänn körningen' });
  await userEvent.click(save);
  expect(screen.getByText('Skriv skälet till beslutet.')).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText(/Skäl/), 'Kortet läst');
  await userEvent.click(save);
  expect(screen.getByText(/Kryssa i att du godkänner trots granskningen/)).toBeInTheDocument();
  expect(requests.some(({ method, url }) => method === 'POST' && url.includes('approvals'))).toBe(false);
  await userEvent.click(screen.getByRole('checkbox'));
  expect(await accessibilityFaults(baseElement)).toEqual([]);
  await userEvent.click(save);
  expect(await screen.findByText('Risk: hemtjänst är godkänd.')).toBeInTheDocument();
  const sent = requests.find(({ method, url }) => method === 'POST' && url.includes('approvals'));
  expect(sent?.data).toEqual({ run: '2', decision: 'approved', despiteAudit: true, why: 'Kortet läst' });
}, 30_000);
