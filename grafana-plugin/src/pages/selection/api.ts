// What the backend's routes on selections (pkg/plugin/selections*.go) take and give.
import { postResource, readResource } from '../../client/client';
import { currentLanguage } from '../../texts';
import { type Filter } from './filter';

type Nullable = number | null;

/** Sums over clients. */
export interface Totals {
  n_scope: number;
  doubled_scope: number;
  n_scope_with_doubling: number;
  n_clients: number;
  n_with_risk: number;
  hours: number;
  hours_of_expected: number;
  expected: number;
  doubled: number;
  n_with_doubling: number;
  years: number;
  n_women: number;
  n_single: number;
  n_household_known: number;
  n_with_potential: number;
  potential: number;
}

export interface AreaTotals extends Totals {
  area: string;
  name: string;
}

export interface Summary {
  total: Totals;
  /** The hundred, or as many as there are, with the greatest risk that the need doubles. */
  first: { n_clients: number; doubled: number };
  areas: AreaTotals[];
  condition: string;
  sql: string;
}

export interface Client {
  client: string;
  area: string;
  area_name: string;
  status: string;
  sex: string;
  age: number;
  is_single: boolean | null;
  hours: number;
  expected: Nullable;
  expected_low: Nullable;
  expected_high: Nullable;
  change: number;
  course: number[];
  trend: string;
  target: string;
  risk: Nullable;
  risk_low: Nullable;
  risk_high: Nullable;
  percentile: Nullable;
  decline: Nullable;
  housing: Nullable;
  potential_kind: string;
  potential: Nullable;
  potential_low: Nullable;
  potential_high: Nullable;
  categories: string[] | null;
  has_hsl: boolean;
  hsl_min: number;
  earlier_kind: string;
  earlier_result: string;
  earlier_date: string | null;
  assessed_date: string | null;
  has_early_signs: boolean;
  signs: string[] | null;
  reasons: string[] | null;
}

/** The words that go with a saved selection. */
export interface Words {
  name: string;
  theme: string;
  goal: string;
  description: string;
  steps: string;
  why: string;
  purpose: string;
}

export interface Saved extends Words {
  id: string;
  version: number;
  author: string;
  created: string;
  expires: string | null;
  is_expired: boolean;
  is_example: boolean;
  condition: string;
  filter: Filter;
  members: number;
  entered: number;
  left: number;
  followed: string | null;
}

export interface Version {
  version: number;
  author: string;
  created: string;
  expires: string | null;
  condition: string;
}

export interface Change {
  client: string;
  kind: 'entered' | 'left';
  date: string;
  version: number;
  area_name: string;
  age: Nullable;
  hours: Nullable;
  risk: Nullable;
}

export interface Part {
  part: 'first' | 'both' | 'second';
  n_clients: number;
  hours: number;
  hours_of_expected: number;
  expected: number;
  doubled: number;
  n_with_doubling: number;
  mean_age: Nullable;
  n_with_potential: number;
  potential: number;
  clients: Client[];
}

/** How the list is to come. */
export interface Listing {
  sort: string;
  descending: boolean;
  limit: number;
  offset: number;
}

const inLanguage = (path: string) => `${path}?language=${currentLanguage()}`;

export const readSummary = (filter: Filter, signal?: AbortSignal) =>
  postResource<Summary>(inLanguage('selections/summary'), { filter }, signal);

export const readClients = (filter: Filter, listing: Listing, signal?: AbortSignal) =>
  postResource<{ clients: Client[] }>(inLanguage('selections/clients'), { filter, ...listing }, signal);

export const readSaved = (since?: string, signal?: AbortSignal) =>
  readResource<{ selections: Saved[]; since: string }>(
    'selections',
    { language: currentLanguage(), ...(since ? { since } : {}) },
    signal,
  );

export const readOne = (id: string, signal?: AbortSignal) =>
  readResource<{ selection: Saved; versions: Version[] }>(
    `selections/${encodeURIComponent(id)}`,
    { language: currentLanguage() },
    signal,
  );

export const readChanges = (id: string, since: string, signal?: AbortSignal) =>
  readResource<{ changes: Change[] }>(
    `selections/${encodeURIComponent(id)}/changes`,
    { language: currentLanguage(), since },
    signal,
  );

/** Saves a selection: a new one, or with an id a new version of that. */
export const save = (words: Words & { id?: string; expires: string; filter: Filter }) =>
  postResource<Saved>(inLanguage('selections'), words);

export const compare = (first: string, second: string, signal?: AbortSignal) =>
  postResource<{ parts: Part[] }>(
    inLanguage('selections/compare'),
    { first: { selection_id: first }, second: { selection_id: second } },
    signal,
  );
