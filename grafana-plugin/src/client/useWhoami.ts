import { readResource } from './client';
import { type Whoami } from './types';
import { type Answer, useAnswer } from './useQuery';

/** Who the reader is to Framsyn, as the data source has verified it. */
export function useWhoami(): Answer<Whoami> {
  return useAnswer('whoami', (signal) => readResource<Whoami>('whoami', undefined, signal));
}
