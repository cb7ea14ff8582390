import {
  type BackendSrv,
  type BackendSrvRequest,
  type DataSourceSrv,
  setBackendSrv,
  setDataSourceSrv,
} from '@grafana/runtime';
import { defer, type Observable } from 'rxjs';

/** What a test's backend answers; it throws what Grafana's would throw. */
type Answers = (request: BackendSrvRequest) => unknown;

/** Gives the runtime a backend and one data source. Returns the requests that came. */
export function installBackend(answers: Answers): BackendSrvRequest[] {
  const requests: BackendSrvRequest[] = [];
  const fetch = (request: BackendSrvRequest): Observable<unknown> =>
    defer(async () => {
      requests.push(request);
      return { data: await answers(request), status: 200 };
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
