import { render, screen } from '@testing-library/react';
import { type FetchError } from '@grafana/runtime';

import { Failure } from '../client/failure';
import { installBackend } from '../testing/backend';
import { Answered, NoAccess } from './states';

it('names whom to ask, as the refusal says', () => {
  render(
    <Answered
      answer={{ state: 'failed', failure: new Failure('access', 'no role', 'Kerstin'), retry: () => undefined }}
    >
      {() => null}
    </Answered>,
  );
  expect(screen.getByText('Fråga Kerstin om du behöver det i ditt arbete.')).toBeInTheDocument();
});

it('asks who that is where the refusal does not say', async () => {
  installBackend(() => ({ role: 'steward', contact: 'Kerstin' }));
  render(<NoAccess />);
  expect(await screen.findByText('Fråga Kerstin om du behöver det i ditt arbete.')).toBeInTheDocument();
});

it('is told by the refusal of who has no role', async () => {
  installBackend(() => {
    throw {
      status: 403,
      data: { class: 'access', error: 'no role', contact: 'Bo' },
      config: { url: '' },
    } as FetchError;
  });
  render(<NoAccess />);
  expect(await screen.findByText('Fråga Bo om du behöver det i ditt arbete.')).toBeInTheDocument();
});
