// What the data source's backend takes and gives, in the browser's words. The backend (pkg/plugin) says what each thing means.
import { type DataQuery } from '@grafana/schema';

export type ParameterValue = string | number | boolean | Array<string | number | boolean>;

/** One ad hoc filter; value and values are bound as parameters by the backend. */
export interface AdHocFilter {
  key: string;
  operator: string;
  value: string;
  values?: string[];
}

/** What named and SQL queries have in common. */
interface CommonQuery extends DataQuery {
  /** Language of texts, units and display names. */
  language?: 'sv' | 'en';
  format?: 'table' | 'timeseries';
  /** false: fields keep the column's name as their title. */
  displayNames?: boolean;
  /** The dashboard variables that the query names, untouched. */
  variables?: Record<string, string[]>;
  adHocFilters?: AdHocFilter[];
  search?: string;
  maxRows?: number;
}

/** A query of the catalogue, by name. */
export interface NamedQuery extends CommonQuery {
  kind: 'named';
  name: string;
  parameters?: Record<string, ParameterValue>;
  /** Why a client's extract of the access log is made; it is kept. */
  why?: string;
}

/** A query in SQL. */
export interface SQLQuery extends CommonQuery {
  kind: 'sql';
  rawSql: string;
}

export type FramsynQuery = NamedQuery | SQLQuery;

/** A text in both languages. */
export interface BothLanguages {
  sv: string;
  en: string;
}

export interface CatalogueParameter {
  name: string;
  type: string;
  default?: ParameterValue;
  /** The named query that lists the values to choose among. */
  values?: string;
  meaning: BothLanguages;
}

export interface CatalogueQuery {
  name: string;
  title: BothLanguages;
  description: BothLanguages;
  kind: 'table' | 'timeseries' | 'value';
  roles: string[];
  reads: string[];
  parameters: CatalogueParameter[] | null;
  columns: Array<{ name: string; title: BothLanguages; unit?: string }>;
  sql: string;
}

export interface Whoami {
  login: string;
  name: string;
  orgRole: string;
  role: string;
  areas: string[];
  allAreas: boolean;
  rawSql: boolean;
  isService: boolean;
  contact?: string;
}

export interface SchemaColumn {
  name: string;
  type: string;
  comment: string;
  unit?: string;
}

export interface SchemaObject {
  name: string;
  kind: string;
  comment: string;
  columns: SchemaColumn[];
}

export interface Schema {
  databases: Array<{ name: string; objects: SchemaObject[] }>;
}

export interface Functions {
  functions: Array<{ name: string; isAggregate: boolean; syntax?: string; description?: string }>;
  macros: Array<{ name: string; syntax: string; text: BothLanguages }>;
}

/** A question of the guide to SQL. */
export interface CookbookQuestion {
  number: number;
  title: BothLanguages;
  text: BothLanguages;
  group: 'selection' | 'follow-up' | 'forecast' | 'model' | 'data' | 'trend';
  sql: string;
}

export interface Interpolated {
  sql: string;
  /** The same with its parameters filled in, to be run as it stands. */
  executed: string;
  parameters: Record<string, string> | null;
  notices: string[] | null;
}

/** Something to choose, of a variable or an ad hoc filter. */
export interface Choice {
  text: string;
  value: string;
}
