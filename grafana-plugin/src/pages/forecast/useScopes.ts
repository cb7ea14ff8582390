// What the page may be about.
import { rowsOf } from '../../client/rows';
import { namedQuery, readResource, runQuery } from '../../client/client';
import { type Whoami } from '../../client/types';
import { type Answer, useAnswer } from '../../client/useQuery';
import { readScopes, type ScopeRow } from './read';

/** Those who may read saved selections; to others a selection goes by its code. */
const READ_NAMES = ['manager', 'analyst'];

/** Areas, target groups and selections that have a forecast, with their names. */
export function useScopes(): Answer<ScopeRow[]> {
  return useAnswer('scopes', async (signal) => {
    const whoami = readResource<Whoami>('whoami', undefined, signal);
    const scopes = readScopes(await runQuery(namedQuery('forecast_scopes'), signal));
    const names = new Map<string, string>();
    if (READ_NAMES.includes((await whoami).role)) {
      const selections = await runQuery(namedQuery('selections'), signal);
      for (const { text, value } of rowsOf<{ text: string; value: string }>(selections, 'text', 'value')) {
        names.set(value, text);
      }
    }
    return scopes.map((scope) => (scope.scope_kind === 'selection' ? { ...scope, text: nameOf(scope, names) } : scope));
  });
}

/** The name of a selection, or its code as words: tidiga_tecken is Tidiga tecken. */
export function nameOf({ scope_id: id }: ScopeRow, names: Map<string, string>): string {
  const words = id.replaceAll('_', ' ');
  return names.get(id) ?? words.charAt(0).toUpperCase() + words.slice(1);
}
