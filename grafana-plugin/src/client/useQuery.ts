import { type DataFrame } from '@grafana/data';
import { useCallback, useEffect, useState } from 'react';

import { namedQuery, type QueryRange, runQuery } from './client';
import { type Failure, isCancelled, toFailure } from './failure';
import { type NamedQuery } from './types';

/** How far a question has come. While a new answer is awaited, the old one stays, marked as stale. */
export type Answer<T> =
  | { state: 'loading' }
  | { state: 'failed'; failure: Failure; retry: () => void }
  | { state: 'ready'; data: T; isStale: boolean };

/** Asks something anew whenever the key changes; an answer that nobody waits for any more is cancelled. */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answered, setAnswered] = useState<{ key: string; data?: T; failure?: Failure }>();
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setAnswered(undefined);
    setAttempt((n) => n + 1);
  }, []);

  useEffect(() => {
    const controller = new AbortController();
    ask(controller.signal).then(
      (data) => !controller.signal.aborted && setAnswered({ key, data }),
      (error: unknown) =>
        !controller.signal.aborted && !isCancelled(error) && setAnswered({ key, failure: toFailure(error) }),
    );
    return () => controller.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for what ask asks
  }, [key, attempt]);

  if (!answered) {
    return { state: 'loading' };
  }
  if (answered.failure) {
    return answered.key === key ? { state: 'failed', failure: answered.failure, retry } : { state: 'loading' };
  }
  return { state: 'ready', data: answered.data as T, isStale: answered.key !== key };
}

/** Runs a query of the catalogue and reads its frame; range is for those that look at the panel's. */
export function useNamedQuery<T>(
  name: string,
  read: (frame: DataFrame) => T,
  parameters?: NamedQuery['parameters'],
  range?: QueryRange,
): Answer<T> {
  const query = namedQuery(name, parameters);
  const key = JSON.stringify([query, range?.from.valueOf(), range?.to.valueOf()]);
  return useAnswer(key, async (signal) => read(await runQuery(query, signal, range)));
}
