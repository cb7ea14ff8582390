import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { accessibilityFaults } from '../../testing/axe';
import { frameAnswer, installBackend } from '../../testing/backend';
import { DecisionForm } from './DecisionForm';

/** What the backend answers: two kinds, a reason, and a refusal of the decision. */
function answer(request: { url: string; data?: unknown }) {
  if (request.url.includes('/interventions')) {
    throw Object.assign(new Error('400'), {
      status: 400,
      config: {},
      data: { error: 'Samma insats är redan registrerad.', class: 'yours' },
    });
  }
  const [{ refId }] = (request.data as { queries: [{ refId: string }] }).queries;
  const text = (values: unknown[]) => ({ type: 'string', values });
  const lists: Record<string, Parameters<typeof frameAnswer>[1]> = {
    intervention_kinds: { text: text(['Träning']), value: text(['training']), text_en: text(['Training']) },
    not_followed_reasons: {
      text: text(['Vill inte']),
      value: text(['declined']),
      text_en: text(['Does not want to']),
      needs_words: { type: 'boolean', values: [false] },
    },
  };
  return frameAnswer(refId, lists[refId] ?? {});
}

it('keeps what was written when saving is refused, and says why', async () => {
  const requests = installBackend(answer);
  const saved = jest.fn();
  const { container } = render(
    <DecisionForm client="1" opening={{ form: 'not_followed' }} selection="" onClose={jest.fn()} onSaved={saved} />,
  );
  expect(screen.getByRole('heading', { name: 'Förslaget följs inte' })).toHaveFocus();
  await screen.findByRole('option', { name: 'Vill inte' });
  await userEvent.click(screen.getByRole('button', { name: 'Spara' }));
  expect(screen.getByText('Välj ett skäl.')).toBeInTheDocument();
  await userEvent.selectOptions(screen.getByLabelText('Skäl'), 'declined');
  await userEvent.click(screen.getByLabelText(/Med egna ord/));
  await userEvent.paste('Orkar inte.');
  await userEvent.click(screen.getByRole('button', { name: 'Spara' }));
  expect(await screen.findByText('Samma insats är redan registrerad.')).toBeInTheDocument();
  expect(screen.getByLabelText(/Med egna ord/)).toHaveValue('Orkar inte.');
  expect(saved).not.toHaveBeenCalled();
  const sent = requests.find(({ url }) => url.includes('/interventions'));
  expect(sent?.data).toMatchObject({ client: '1', decision: 'not_followed', reason: 'declined', why: 'Orkar inte.' });
  expect(await accessibilityFaults(container)).toEqual([]);
}, 30_000);
