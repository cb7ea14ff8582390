import { type FetchError } from '@grafana/runtime';

import { FileAnswer, installBackend } from '../testing/backend';
import { exportFile, fetchExport } from './exportFile';

const file = new Blob(['a;b\r\n'], { type: 'text/csv' });
const headers = new Headers({
  'Content-Disposition': 'attachment; filename="framsyn-areas-2026-02-05.csv"',
  'X-Framsyn-Export': '38ab4df5',
});

/** A backend that gives the file and says of it what is written down. */
const backend = (written: unknown) =>
  installBackend(({ url }) => (url.endsWith('/export') ? new FileAnswer(file, headers) : written));

describe('fetchExport', () => {
  it('gives the file by its name, with its rows', async () => {
    const requests = backend({ state: 'finished', rows: 7, bytes: file.size });
    const what = { kind: 'query', name: 'areas', format: 'csv-se', purpose: 'Möte' } as const;
    await expect(fetchExport(what)).resolves.toEqual({ fileName: 'framsyn-areas-2026-02-05.csv', rows: 7, file });
    expect(requests[0]).toMatchObject({ method: 'POST', responseType: 'blob', data: { ...what, language: 'sv' } });
    expect(requests[1]).toMatchObject({ method: 'GET', params: { id: '38ab4df5' } });
  });

  it.each([
    ['broke off', { state: 'broken', rows: 3, bytes: file.size }],
    ['is shorter than what was sent', { state: 'finished', rows: 7, bytes: file.size + 1 }],
  ])('keeps no file that %s', async (_, written) => {
    backend(written);
    await expect(fetchExport({ kind: 'plan', format: 'xlsx' })).rejects.toMatchObject({ kind: 'network' });
  });

  it('reads what went wrong out of an answer that is a file', async () => {
    installBackend(() => {
      const data = new Blob([JSON.stringify({ error: 'ange ändamålet', class: 'yours', code: 'bad_query' })]);
      throw { status: 400, statusText: 'Bad', data, config: { url: '' } } as FetchError;
    });
    const failed = expect(fetchExport({ kind: 'plan', format: 'xlsx' })).rejects;
    await failed.toMatchObject({ kind: 'yours', message: 'ange ändamålet' });
  });

  it('says that nothing answers when the answer is a page of something in between', async () => {
    installBackend(() => {
      throw { status: 502, statusText: 'Bad Gateway', data: new Blob(['<html>']), config: { url: '' } } as FetchError;
    });
    await expect(fetchExport({ kind: 'plan', format: 'xlsx' })).rejects.toMatchObject({ kind: 'network' });
  });
});

it('gives the file to the reader by its name', async () => {
  backend({ state: 'finished', rows: 7, bytes: file.size });
  URL.createObjectURL = jest.fn(() => 'blob:1');
  const clicked: string[] = [];
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.href} ${this.download} ${this.target}`);
  });
  await exportFile({ kind: 'query', name: 'areas', format: 'csv' });
  expect(clicked).toEqual(['blob:1 framsyn-areas-2026-02-05.csv _blank']);
  expect(document.querySelector('a')).toBeNull();
});
