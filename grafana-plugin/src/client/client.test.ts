import { type FetchError } from '@grafana/runtime';

import { frameAnswer, installBackend } from '../testing/backend';
import { namedQuery, readResource, runQuery } from './client';
import { Failure, isCancelled } from './failure';
import { rowsOf } from './rows';

const fetchError = (status: number, data: unknown): FetchError =>
  ({ status, statusText: 'status', data, config: { url: '' } }) as FetchError;

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('runQuery', () => {
  it('asks by name with typed parameters, and gives the frame', async () => {
    const requests = installBackend(() =>
      frameAnswer('areas', {
        text: { type: 'string', values: ['Söder', 'Öster'] },
        n: { type: 'number', values: [1, null] },
      }),
    );
    const frame = await runQuery(namedQuery('areas', { areas: ['C1'], months: 24 }));
    expect(rowsOf(frame, 'text', 'n')).toEqual([
      { text: 'Söder', n: 1 },
      { text: 'Öster', n: null },
    ]);
    expect(requests[0]?.url).toBe('/api/ds/query?ds_type=framsyn-care-datasource');
    expect(requests[0]?.data.queries).toMatchObject([
      {
        refId: 'areas',
        kind: 'named',
        name: 'areas',
        parameters: { areas: ['C1'], months: 24 },
        language: 'sv',
        datasource: { uid: 'framsyn' },
      },
    ]);
    expect(Number(requests[0]?.data.to) - Number(requests[0]?.data.from)).toBeGreaterThan(364 * 86_400_000);
  });

  it('keeps the fields of an answer without rows', async () => {
    installBackend(() => frameAnswer('areas', { text: { type: 'string', values: [] } }));
    const frame = await runQuery(namedQuery('areas'));
    expect(frame.length).toBe(0);
    expect(rowsOf(frame, 'text')).toEqual([]);
  });

  it.each([
    [403, 'access'],
    [400, 'yours'],
    [500, 'ours'],
    [502, 'network'],
    [504, 'network'],
  ])('tells by the status %s of a query that it is %s', async (status, kind) => {
    installBackend(() => {
      throw fetchError(400, { results: { areas: { status, error: 'what is wrong' } } });
    });
    const error = await caught(runQuery(namedQuery('areas')));
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ kind, message: 'what is wrong' });
  });

  it('tells a query’s error in an answer that as a whole is well', async () => {
    installBackend(() => ({ results: { areas: { status: 403, error: 'no' } } }));
    await expect(runQuery(namedQuery('areas'))).rejects.toMatchObject({ kind: 'access', message: 'no' });
  });

  it('cancels the request when nobody waits for it', async () => {
    installBackend(() => new Promise(() => undefined));
    const controller = new AbortController();
    const answer = caught(runQuery(namedQuery('areas'), controller.signal));
    controller.abort();
    expect(isCancelled(await answer)).toBe(true);
  });
});

describe('readResource', () => {
  it('believes the class that the backend gives', async () => {
    installBackend(() => {
      throw fetchError(500, { class: 'network', error: 'ClickHouse does not answer' });
    });
    await expect(readResource('schema')).rejects.toMatchObject({
      kind: 'network',
      message: 'ClickHouse does not answer',
    });
  });

  it('tells whom to ask for access', async () => {
    installBackend(() => {
      throw fetchError(403, { class: 'access', error: 'no role', contact: 'Kerstin' });
    });
    await expect(readResource('whoami')).rejects.toMatchObject({ kind: 'access', contact: 'Kerstin' });
  });

  it('asks the data source', async () => {
    const requests = installBackend(() => ({ role: 'leader' }));
    await expect(readResource('whoami')).resolves.toEqual({ role: 'leader' });
    expect(requests[0]?.url).toBe('/api/datasources/uid/framsyn/resources/whoami');
  });
});

describe('rowsOf', () => {
  it('names the columns that are missing', async () => {
    installBackend(() => frameAnswer('areas', { text: { type: 'string', values: [] } }));
    const frame = await runQuery(namedQuery('areas'));
    expect(() => rowsOf(frame, 'text', 'value')).toThrow('no column value; it has text');
  });
});
