import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { accessibilityFaults } from '../../testing/axe';
import { installBackend } from '../../testing/backend';
import { MarkDialog } from './MarkDialog';

function open(onSaved: () => void) {
  return render(
    <MarkDialog
      subject="3f0c"
      title="Kvällar, mona"
      facts={[['Vem', 'mona']]}
      history={[{ subject: '3f0c', verdict: 'asked', note: 'Frågat chefen', marked_by: 'olle', marked_at: 0 }]}
      onSaved={onSaved}
      onDismiss={jest.fn()}
    />,
  );
}

it('asks for what the control came to, in words, and tells what was written before', async () => {
  const requests = installBackend(() => ({ id: '3f0c', verdict: 'in_order' }));
  const saved = jest.fn();
  const { baseElement } = open(saved);
  expect(screen.getByText('Frågat chefen')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Skriv in kontrollen' }));
  expect(screen.getByText('Välj vad kontrollen kom fram till.')).toBeInTheDocument();
  expect(screen.getByText('Skriv vad kontrollen kom fram till, med egna ord.')).toBeInTheDocument();
  expect(requests).toHaveLength(0);
  await userEvent.click(screen.getByRole('radio', { name: 'I sin ordning' }));
  await userEvent.type(screen.getByLabelText(/Anteckning/), 'Jour');
  expect(await accessibilityFaults(baseElement)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Skriv in kontrollen' }));
  expect(requests[0]?.data).toEqual({ id: '3f0c', verdict: 'in_order', note: 'Jour' });
  expect(saved).toHaveBeenCalledTimes(1);
}, 30_000);

it('keeps what was written when it is refused, and says why', async () => {
  installBackend(() => {
    throw Object.assign(new Error('400'), {
      status: 400,
      config: {},
      data: { error: 'Inga personnummer.', class: 'yours' },
    });
  });
  const saved = jest.fn();
  open(saved);
  await userEvent.click(screen.getByRole('radio', { name: 'Otillåten åtkomst' }));
  await userEvent.type(screen.getByLabelText(/Anteckning/), 'Jour');
  await userEvent.click(screen.getByRole('button', { name: 'Skriv in kontrollen' }));
  expect(await screen.findByText('Inga personnummer.')).toBeInTheDocument();
  expect(screen.getByLabelText(/Anteckning/)).toHaveValue('Jour');
  expect(saved).not.toHaveBeenCalled();
}, 30_000);
