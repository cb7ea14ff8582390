// The part of Grafana's backend service that a plugin asks for: fetch as an observable that cancels its request, and the shorthands.
import { type BackendSrv, type BackendSrvRequest, type FetchResponse } from '@grafana/runtime';
import { from, lastValueFrom, map, type Observable, switchMap, throwError, of } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';

function address({ url, params }: BackendSrvRequest): string {
  const query = new URLSearchParams(params).toString();
  const absolute = url.startsWith('/') ? url : `/${url}`;
  return query ? `${absolute}${absolute.includes('?') ? '&' : '?'}${query}` : absolute;
}

async function body(response: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  if (type === 'blob') {
    return response.blob();
  }
  if (type === 'arraybuffer') {
    return response.arrayBuffer();
  }
  const text = await response.text();
  if (type === 'text') {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

function send<T>(config: BackendSrvRequest): Observable<FetchResponse<T>> {
  const request: RequestInit = {
    method: config.method ?? 'GET',
    headers: { ...(config.data === undefined ? {} : { 'Content-Type': 'application/json' }), ...config.headers },
    body: config.data === undefined ? undefined : JSON.stringify(config.data),
  };
  return fromFetch(address(config), request).pipe(
    switchMap((response) =>
      from(body(response, config.responseType)).pipe(
        map((data) => {
          const { status, statusText, ok, headers, redirected, type, url } = response;
          return { data: data as T, status, statusText, ok, headers, redirected, type, url, config };
        }),
      ),
    ),
    switchMap((answer) => (answer.ok ? of(answer) : throwError(() => answer))),
  );
}

const shorthand =
  (method: string) =>
  async (url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<never> =>
    (await lastValueFrom(send<never>({ method, url, data, ...options }))).data;

/** The service that the host gives to plugins. */
export const backendSrv = {
  fetch: send,
  get: (url: string, params?: Record<string, unknown>) => shorthand('GET')(url, undefined, { params }),
  post: shorthand('POST'),
  put: shorthand('PUT'),
  patch: shorthand('PATCH'),
  delete: shorthand('DELETE'),
  request: async (options: BackendSrvRequest) => (await lastValueFrom(send<never>(options))).data,
  datasourceRequest: (options: BackendSrvRequest) => lastValueFrom(send<never>(options)),
} as unknown as BackendSrv;
