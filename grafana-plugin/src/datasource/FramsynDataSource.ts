import {
  type AdHocVariableFilter,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import {
  type CatalogueQuery,
  type Choice,
  type CookbookQuestion,
  type FramsynQuery,
  type Functions,
  type Interpolated,
  type Schema,
  type Whoami,
} from '../client/types';
import { currentLanguage } from '../texts/language';
import { type Settings } from './config/settings';
import { VariableSupport } from './query/VariableSupport';
import { variablesOf } from './query/variables';

/** Asks the backend. It changes no text: all rewriting of queries is done there, so that panels, alerts and the API agree. */
export class FramsynDataSource extends DataSourceWithBackend<FramsynQuery, Settings> {
  /** The standard editor, with the query editor in it. */
  override annotations = {};

  constructor(
    settings: DataSourceInstanceSettings<Settings>,
    private readonly templates: TemplateSrv = getTemplateSrv(),
  ) {
    super(settings);
    this.variables = new VariableSupport(this);
  }

  override getDefaultQuery(): Partial<FramsynQuery> {
    return { kind: 'named', name: '' };
  }

  /** A query that asks nothing yet is not sent. */
  override filterQuery(query: FramsynQuery): boolean {
    return !query.hide && (query.kind === 'sql' ? query.rawSql?.trim() !== '' : Boolean(query.name));
  }

  /** Sends the values of the variables that the query names beside it; the backend binds them. */
  override applyTemplateVariables(
    query: FramsynQuery,
    scoped: ScopedVars,
    filters?: AdHocVariableFilter[],
  ): FramsynQuery {
    return {
      ...query,
      language: query.language ?? currentLanguage(),
      variables: variablesOf(query, this.templates, scoped),
      adHocFilters: filters?.map(({ key, operator, value, values }) => ({ key, operator, value, values })),
      search: searchOf(scoped) ?? query.search,
    };
  }

  // Resources; Grafana keeps none of them, so each is asked for once.

  private readonly asked = new Map<string, Promise<unknown>>();

  private once<T>(path: string): Promise<T> {
    const known = this.asked.get(path) ?? this.getResource<T>(path, undefined, { showErrorAlert: false });
    this.asked.set(path, known);
    known.catch(() => this.asked.delete(path));
    return known as Promise<T>;
  }

  whoami(): Promise<Whoami> {
    return this.once('whoami');
  }

  async catalogue(): Promise<CatalogueQuery[]> {
    return (await this.once<{ queries: CatalogueQuery[] }>('catalogue')).queries;
  }

  async cookbook(): Promise<CookbookQuestion[]> {
    return (await this.once<{ questions: CookbookQuestion[] }>('cookbook')).questions;
  }

  schema(): Promise<Schema> {
    return this.once('schema');
  }

  functions(): Promise<Functions> {
    return this.once('functions');
  }

  /** The SQL that the database would get, with its parameters. */
  interpolate(query: FramsynQuery, range?: TimeRange): Promise<Interpolated> {
    const filled = this.applyTemplateVariables(query, {});
    return this.postResource('interpolate', { query: filled, range: isoRange(range) }, { showErrorAlert: false });
  }

  /** The choices that a query gives. */
  choices(query: FramsynQuery, range?: TimeRange, search?: string): Promise<Choice[]> {
    const filled = this.applyTemplateVariables(query, {});
    return this.postResource('variables', { query: filled, range: isoRange(range), search }, { showErrorAlert: false });
  }

  override getTagKeys(_: DataSourceGetTagKeysOptions<FramsynQuery>): Promise<MetricFindValue[]> {
    return this.getResource('adhoc/keys');
  }

  override getTagValues({ key }: DataSourceGetTagValuesOptions<FramsynQuery>): Promise<MetricFindValue[]> {
    return this.postResource('adhoc/values', { key });
  }
}

/** What is typed into a variable's list, while it is typed. */
function searchOf(scoped: ScopedVars): string | undefined {
  const typed: unknown = scoped['__searchFilter']?.value;
  return typeof typed === 'string' ? typed : undefined;
}

function isoRange(range: TimeRange | undefined) {
  return range && { from: range.from.toISOString(), to: range.to.toISOString() };
}
