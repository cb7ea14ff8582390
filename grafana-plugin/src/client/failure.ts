// What went wrong, in the terms that decide what a page shows.
import { isFetchError } from '@grafana/runtime';

export type FailureKind =
  | 'access' // the reader may not see this
  | 'missing' // no data source, or no such query
  | 'yours' // the question has a fault that the reader can mend
  | 'network' // the database or the server does not answer
  | 'ours'; // a fault of Framsyn

/** An error that a page can show. */
export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** Whom to ask for access, where the data source has said so. */
    readonly contact?: string,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** The kind of an answer by HTTP status, for answers that do not say it themselves. */
function kindOfStatus(status: number | undefined): FailureKind {
  if (status === 401 || status === 403) {
    return 'access';
  }
  if (status === 404) {
    return 'missing';
  }
  if (status === undefined || status <= 0 || (status >= 502 && status <= 504)) {
    return 'network';
  }
  return status >= 500 ? 'ours' : 'yours';
}

const kinds: Record<string, FailureKind> = {
  yours: 'yours',
  ours: 'ours',
  network: 'network',
  access: 'access',
  limit: 'yours',
};

/** Makes a failure from whatever was thrown. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) {
    return error;
  }
  if (
    isFetchError<
      | { error?: string; message?: string; class?: string; contact?: string; results?: Record<string, QueryError> }
      | undefined
    >(error)
  ) {
    const data = error.data;
    const result = data?.results && Object.values(data.results).find((r) => r.error);
    if (result) {
      return queryFailure(result);
    }
    const kind = (data?.class && kinds[data.class]) || kindOfStatus(error.status);
    return new Failure(kind, data?.error ?? data?.message ?? error.statusText ?? String(error.status), data?.contact);
  }
  return new Failure('ours', error instanceof Error ? error.message : String(error));
}

/** The part of a query's answer that tells of an error. */
export interface QueryError {
  error?: string;
  status?: number;
}

/** The failure of one query of a request. */
export function queryFailure(result: QueryError): Failure {
  return new Failure(kindOfStatus(result.status), result.error ?? '');
}

/** Tells whether something was thrown only because nobody waits for the answer any more. */
export function isCancelled(error: unknown): boolean {
  return (
    (error instanceof DOMException && error.name === 'AbortError') ||
    (typeof error === 'object' && error !== null && 'cancelled' in error && error.cancelled === true)
  );
}
