import {
  type BackendSrv,
  type BackendSrvRequest,
  type DataSourceSrv,
  setBackendSrv,
  setDataSourceSrv,
} from '@grafana/runtime';
import { defer, type Observable } from 'rxjs';

/** What a test's backend answers, data or a FileAnswer; it throws what Grafana's would throw. */
type Answers = (request: BackendSrvRequest) => unknown;

/** An answer with a file. */
export class FileAnswer {
  constructor(
    readonly data: Blob,
    readonly headers: Headers,
  ) {}
}

/** Gives the runtime a backend and one data source. Returns the requests that came. */
export function installBackend(answers: Answers): BackendSrvRequest[] {
  const requests: BackendSrvRequest[] = [];
  const fetch = (request: BackendSrvRequest): Observable<unknown> =>
    defer(async () => {
      requests.push(request);
      const data = await answers(request);
      return data instanceof FileAnswer ? { ...data, status: 200 } : { data, status: 200 };
    });
  setBackendSrv({ fetch } as unknown as BackendSrv);
  const settings = { uid: 'framsyn', type: 'framsyn-care-datasource', isDefault: true };
  setDataSourceSrv({ getList: () => [settings] } as unknown as DataSourceSrv);
  return requests;
}

/** The answer of /api/ds/query to one query. */
export function frameAnswer(refId: string, fields: Record<string, { type: string; values: unknown[] }>) {
  const entries = Object.entries(fields);
  const frame = {
    schema: { refId, fields: entries.map(([name, { type }]) => ({ name, type })) },
    data: { values: entries.map(([, { values }]) => values) },
  };
  return { results: { [refId]: { status: 200, frames: [frame] } } };
}
