// The values of dashboard variables, as the backend wants them: untouched, and only those that a query names.
import { type ScopedVars } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';

import { type FramsynQuery } from '../../client/types';

/** What stands for all values of a variable. */
const ALL = '$__all';

/** The values of the variables that a query names, by name; undefined if it names none. */
export function variablesOf(
  query: FramsynQuery,
  templates: TemplateSrv,
  scoped: ScopedVars,
): Record<string, string[]> | undefined {
  const text = query.kind === 'sql' ? query.rawSql : JSON.stringify(query.parameters ?? {});
  const values: Record<string, string[]> = {};
  for (const variable of templates.getVariables()) {
    if (new RegExp(`\\b${variable.name}\\b`).test(text)) {
      values[variable.name] = isAll(variable, scoped) ? [ALL] : valueOf(variable.name, templates, scoped);
    }
  }
  return Object.keys(values).length > 0 ? values : undefined;
}

/** Whether all values are chosen; a repeated panel has its own value. */
function isAll(variable: { name: string }, scoped: ScopedVars): boolean {
  const current = 'current' in variable ? (variable.current as { value?: string | string[] } | undefined) : undefined;
  return !(variable.name in scoped) && [current?.value].flat().includes(ALL);
}

/** The value as Grafana holds it: its formatter is called with it before anything is quoted. */
function valueOf(name: string, templates: TemplateSrv, scoped: ScopedVars): string[] {
  let found: string[] = [];
  templates.replace(`\${${name}}`, scoped, (value: string | number | Array<string | number>) => {
    found = [value].flat().map(String);
    return '';
  });
  return found;
}
