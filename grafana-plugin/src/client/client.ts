// Asks the data source. A page asks by name, and gets a data frame or a Failure.
import { type DataFrame, dateTime, type DateTime, toDataFrame } from '@grafana/data';
import {
  type FetchResponse,
  getBackendSrv,
  getDataSourceSrv,
  isFetchError,
  toDataQueryResponse,
} from '@grafana/runtime';
import { lastValueFrom, Observable, takeUntil } from 'rxjs';

import { DATASOURCE_TYPE } from '../constants';
import { currentLanguage, currentTexts } from '../texts';
import { Failure, queryFailure, type QueryError, toFailure } from './failure';
import { type FramsynQuery, type NamedQuery } from './types';

/** The data source that the app asks: the first of its type, the default one before others. */
export function datasourceUid(): string {
  const found = getDataSourceSrv().getList({ type: DATASOURCE_TYPE });
  const chosen = found.find((settings) => settings.isDefault) ?? found[0];
  if (!chosen) {
    throw new Failure('missing', currentTexts().states.noDatasource);
  }
  return chosen.uid;
}

/** Emits when the signal aborts; the request that waits for it is then cancelled, down to the database. */
function aborted(signal: AbortSignal | undefined): Observable<void> {
  return new Observable((observer) => {
    if (signal?.aborted) {
      observer.next();
    }
    signal?.addEventListener('abort', () => observer.next(), { once: true });
  });
}

interface Request {
  method: 'GET' | 'POST';
  url: string;
  data?: unknown;
  params?: Record<string, string>;
  responseType?: 'blob';
  signal?: AbortSignal;
}

async function answerTo<T>({ signal, ...request }: Request): Promise<FetchResponse<T>> {
  try {
    const answer = getBackendSrv().fetch<T>({ ...request, showErrorAlert: false, showSuccessAlert: false });
    return await lastValueFrom(answer.pipe(takeUntil(aborted(signal))));
  } catch (error) {
    if (signal?.aborted) {
      throw new DOMException('aborted', 'AbortError');
    }
    throw toFailure(await withReadableData(error));
  }
}

/** An error whose data came as a file, because one was asked for, with the JSON that is in it. */
async function withReadableData(error: unknown): Promise<unknown> {
  if (!isFetchError(error) || !(error.data instanceof Blob)) {
    return error;
  }
  try {
    return { ...error, data: JSON.parse(await error.data.text()) as unknown };
  } catch {
    return { ...error, data: undefined };
  }
}

async function send<T>(request: Request): Promise<T> {
  return (await answerTo<T>(request)).data;
}

interface QueryAnswer {
  results: Record<string, QueryError & { frames?: unknown[] }>;
}

/** The time range of a query. */
export interface QueryRange {
  from: DateTime;
  to: DateTime;
}

/** The time range of a query that has no use for one. */
function lastYear(): QueryRange {
  return { from: dateTime().subtract(1, 'year'), to: dateTime() };
}

/** Runs one query and gives its frame; a query without rows gives a frame with its fields. */
export async function runQuery(
  query: FramsynQuery,
  signal?: AbortSignal,
  range: QueryRange = lastYear(),
): Promise<DataFrame> {
  const datasource = { type: DATASOURCE_TYPE, uid: datasourceUid() };
  const data = await send<QueryAnswer>({
    method: 'POST',
    url: `/api/ds/query?ds_type=${DATASOURCE_TYPE}`,
    data: {
      from: String(range.from.valueOf()),
      to: String(range.to.valueOf()),
      queries: [{ ...query, page: currentPage(), datasource, intervalMs: 86_400_000, maxDataPoints: 1000 }],
    },
    signal,
  });
  const result = data.results[query.refId];
  if (result?.error) {
    throw queryFailure(result);
  }
  const { data: frames } = toDataQueryResponse({ data, status: 200 } as Parameters<typeof toDataQueryResponse>[0]);
  return frames[0] ? toDataFrame(frames[0]) : toDataFrame({ fields: [] });
}

/** The page that asks, for the access log: its path within the app. */
function currentPage(): string {
  return window.location.pathname.replace(/^.*\/framsyn-care-app\//, '').slice(0, 100);
}

/** A query of the catalogue, ready to run. */
export function namedQuery(name: string, parameters: NamedQuery['parameters'] = {}): NamedQuery {
  return { refId: name, kind: 'named', name, parameters, format: 'table', language: currentLanguage() };
}

/** Reads a resource of the data source, such as its catalogue. */
export function readResource<T>(path: string, params?: Record<string, string>, signal?: AbortSignal): Promise<T> {
  return send<T>({ method: 'GET', url: `/api/datasources/uid/${datasourceUid()}/resources/${path}`, params, signal });
}

/** Sends something to a resource of the data source. */
export function postResource<T>(path: string, data: unknown, signal?: AbortSignal): Promise<T> {
  return send<T>({ method: 'POST', url: `/api/datasources/uid/${datasourceUid()}/resources/${path}`, data, signal });
}

/** Sends something to a resource of the data source that answers with a file. */
export function postForFile(path: string, data: unknown, signal?: AbortSignal): Promise<FetchResponse<Blob>> {
  const url = `/api/datasources/uid/${datasourceUid()}/resources/${path}`;
  return answerTo<Blob>({ method: 'POST', url, data, responseType: 'blob', signal });
}
