import { type BackendSrvRequest } from '@grafana/runtime';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { accessibilityFaults } from '../testing/axe';
import { installBackend } from '../testing/backend';
import { fillDocument } from './reveal/print';
import { type Choices, type Person } from './reveal/types';
import { RevealIdentity } from './RevealIdentity';

const choices: Choices = {
  purposes: [
    { code: 'contact', title: { sv: 'Kontakta brukaren', en: 'Contact the client' } },
    { code: 'check', title: { sv: 'Kontrollera en uppgift', en: 'Check a piece of information' } },
  ],
  maxPersons: 2,
  minWhy: 10,
  maxWhy: 500,
  seconds: 60,
};
const number = '19XX0229-TEST'; // no number of anybody
const ids = ['18446744073709550002', '18446744073709550001'];
const persons: Person[] = [
  { clientId: ids[0] ?? '', outcome: 'shown', number },
  { clientId: ids[1] ?? '', outcome: 'protected' },
];

function backend(answers: (request: BackendSrvRequest) => unknown = () => ({ persons })) {
  return installBackend((request) => (request.method === 'POST' ? answers(request) : choices));
}

async function openAndAsk(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole('button', { name: 'Visa identiteter (2)' }));
  await user.click(screen.getByRole('radio', { name: 'Kontakta brukaren' }));
  await user.type(screen.getByRole('textbox', { name: /Varför/ }), 'Ringa om hembesök');
  await user.click(screen.getByRole('button', { name: 'Visa' }));
}

afterEach(() => jest.useRealTimers());

it('asks for purpose and reason before it asks for anybody', async () => {
  const requests = backend();
  const user = userEvent.setup();
  render(<RevealIdentity clientIds={ids} page="urval" />);
  await user.click(await screen.findByRole('button', { name: 'Visa identiteter (2)' }));
  expect(screen.getByRole('button', { name: 'Visa' })).toBeDisabled();
  expect(await accessibilityFaults(screen.getByRole('dialog'))).toEqual([]);
  await user.click(screen.getByRole('radio', { name: 'Kontrollera en uppgift' }));
  await user.type(screen.getByRole('textbox', { name: /Varför/ }), 'kort');
  expect(screen.getByRole('button', { name: 'Visa' })).toBeDisabled();
  expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

it('shows who they are, says why others are not, and keeps nothing', async () => {
  const requests = backend();
  const user = userEvent.setup();
  const onShown = jest.fn();
  render(<RevealIdentity clientIds={ids} page="urval" onShown={onShown} />);
  await openAndAsk(user);
  expect(await screen.findByText(number)).toBeInTheDocument();
  expect(screen.getByText('Skyddade personuppgifter: visas inte här')).toBeInTheDocument();
  const post = requests.find(({ method }) => method === 'POST');
  expect(post?.data).toEqual({ clients: ids, purpose: 'contact', why: 'Ringa om hembesök', page: 'urval' });
  expect(post?.url).not.toContain(ids[0]);
  expect(onShown).toHaveBeenCalledWith();
  expect(JSON.stringify({ ...localStorage, ...sessionStorage }) + window.location.href).not.toContain(number);
  expect(await accessibilityFaults(screen.getByRole('dialog'))).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Dölj och stäng' }));
  expect(screen.queryByText(number)).not.toBeInTheDocument();
});

it('hides them after a minute', async () => {
  jest.useFakeTimers();
  backend();
  render(<RevealIdentity clientIds={ids} page="urval" />);
  await openAndAsk(userEvent.setup({ advanceTimers: jest.advanceTimersByTime }));
  await screen.findByText(number);
  for (let second = 0; second < 59; second++) {
    act(() => void jest.advanceTimersByTime(1000));
  }
  expect(screen.getByText(number)).toBeInTheDocument();
  act(() => void jest.advanceTimersByTime(1000));
  await waitFor(() => expect(screen.queryByText(number)).not.toBeInTheDocument());
  expect(screen.getByRole('status')).toHaveTextContent('dolda igen');
});

it('has no button for those who may not, and says what is refused', async () => {
  const requests = installBackend(() => {
    throw { status: 403, data: { error: 'nej', class: 'access' }, config: { url: '' } };
  });
  const { container, unmount } = render(<RevealIdentity clientIds={ids} page="urval" />);
  await waitFor(() => expect(requests).toHaveLength(1));
  expect(container).toBeEmptyDOMElement();
  unmount();
  backend(() => {
    throw { status: 400, data: { error: 'Skriv inte personnummer', class: 'yours' }, config: { url: '' } };
  });
  render(<RevealIdentity clientIds={ids} page="urval" />);
  await openAndAsk(userEvent.setup());
  expect(await screen.findByText('Skriv inte personnummer')).toBeInTheDocument();
});

it('lets nobody ask for more than may be shown at once', async () => {
  backend();
  render(<RevealIdentity clientIds={[...ids, '3']} page="urval" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Visa identiteter (3)' }));
  expect(screen.getByRole('alert')).toHaveTextContent('Högst 2');
});

it('prints values as text', () => {
  const doc = document.implementation.createHTMLDocument();
  fillDocument(doc, [{ clientId: '<img src=x>', outcome: 'shown', number }]);
  expect(doc.querySelector('img')).toBeNull();
  expect(doc.body.textContent).toContain(number);
  expect(doc.body.textContent).toContain('Förstör listan');
});
