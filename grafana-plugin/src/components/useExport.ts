import { useCallback, useEffect, useRef, useState } from 'react';

import { exportFile, type ExportRequest } from '../client/exportFile';
import { type Failure, isCancelled, toFailure } from '../client/failure';

/** How far an export has come. */
export type Progress =
  | { state: 'idle' | 'running' }
  | { state: 'done'; fileName: string; rows: number }
  | { state: 'failed'; failure: Failure };

/** One export at a time; it is cancelled when the reader leaves the page. */
export function useExport() {
  const [progress, setProgress] = useState<Progress>({ state: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
  }, []);
  useEffect(() => cancel, [cancel]);

  const start = useCallback(
    async (request: ExportRequest) => {
      cancel();
      const controller = new AbortController();
      running.current = controller;
      setProgress({ state: 'running' });
      try {
        const { fileName, rows } = await exportFile(request, controller.signal);
        setProgress({ state: 'done', fileName, rows });
      } catch (error) {
        if (isCancelled(error) || controller.signal.aborted) {
          setProgress({ state: 'idle' });
        } else {
          setProgress({ state: 'failed', failure: toFailure(error) });
        }
      }
    },
    [cancel],
  );
  return { progress, start, cancel };
}
