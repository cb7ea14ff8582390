// Scenarios: what they suppose, what came of it, and how one is saved.
import { type DataFrame } from '@grafana/data';

import { postResource, readResource } from '../../client/client';
import { type Cell, rowsOf } from '../../client/rows';

type Nullable = number | null;

/** What a scenario supposes, in numbers; the names are columns of core.scenarios. */
export const NUMBERS = [
  'increase_pct_per_year',
  'mortality_pct_per_year',
  'special_housing_extra_places',
  'granted_hours_factor',
  'least_granted_h',
  'new_clients_factor',
  'prevention_n_clients',
  'prevention_share',
] as const;
export type NumberName = (typeof NUMBERS)[number];

export type Supposed = Record<NumberName, number> & { population_variant: string; prevention_kind: string };

/** A scenario that changes nothing. */
export const UNCHANGED: Supposed = {
  increase_pct_per_year: 0,
  mortality_pct_per_year: 0,
  special_housing_extra_places: 0,
  granted_hours_factor: 1,
  least_granted_h: 0,
  new_clients_factor: 1,
  prevention_n_clients: 0,
  prevention_share: 1,
  population_variant: 'main',
  prevention_kind: '',
};

/** scenarios: a saved scenario a row, in its newest version. */
export type Scenario = Record<string, Cell> &
  Supposed & {
    scenario: string;
    version: number;
    name_sv: string;
    name_en: string;
    description_sv: string;
    description_en: string;
    author: string;
    created_date: number;
    /** Whether the forecast has numbers of this version, of an earlier one, or none. */
    state: 'ready' | 'outdated' | 'waiting';
    forecast_at: Nullable;
  };

export function readScenarios(frame: DataFrame): Scenario[] {
  return rowsOf<Scenario>(
    frame,
    'scenario',
    'version',
    'name_sv',
    'name_en',
    'description_sv',
    'description_en',
    'author',
    'created_date',
    'state',
    'forecast_at',
    'population_variant',
    'prevention_kind',
    ...NUMBERS,
  );
}

/** The parts of a scenario that are not as today. */
export function changedParts(supposed: Supposed): Array<keyof Supposed> {
  const names = [...NUMBERS, 'population_variant', 'prevention_kind'] as Array<keyof Supposed>;
  return names.filter((name) => {
    const isOfPrevention = name === 'prevention_share' || name === 'prevention_kind';
    return isOfPrevention ? supposed.prevention_n_clients > 0 : supposed[name] !== UNCHANGED[name];
  });
}

/** scenario_totals: what a scenario takes in the months ahead together. */
export interface ScenarioTotal extends Record<string, Cell> {
  scenario: string;
  n_months: number;
  client_h: number;
  needed_fte: number;
  cost_sek: Nullable;
  difference_h: number;
  difference_share: Nullable;
  difference_fte: number;
  difference_sek: Nullable;
}

export function readTotals(frame: DataFrame): ScenarioTotal[] {
  return rowsOf<ScenarioTotal>(
    frame,
    'scenario',
    'n_months',
    'client_h',
    'needed_fte',
    'cost_sek',
    'difference_h',
    'difference_share',
    'difference_fte',
    'difference_sek',
  );
}

/** scenario_years: the difference from as today, a calendar year a row. */
export interface ScenarioYear extends Record<string, Cell> {
  scenario: string;
  year: number;
  n_months: number;
  difference_h: number;
  difference_fte: number;
  difference_sek: Nullable;
}

export function readYears(frame: DataFrame): ScenarioYear[] {
  return rowsOf<ScenarioYear>(
    frame,
    'scenario',
    'year',
    'n_months',
    'difference_h',
    'difference_fte',
    'difference_sek',
  );
}

/** What a number of a scenario may be. */
export interface Limit {
  name: NumberName;
  least: number;
  most: number;
  default: number;
}

/** What the backend lets the reader suppose and save. */
export interface Form {
  maySave: boolean;
  limits: Limit[];
  populations: string[];
  longestName: number;
  longestWhy: number;
}

export function readForm(signal?: AbortSignal): Promise<Form> {
  return readResource<Form>('scenarios/form', undefined, signal);
}

export type Draft = Supposed & { name: string; why: string };

export interface Saved {
  scenario: string;
  version: number;
  state: string;
}

/** Saves a scenario; its numbers come when the forecast is next made. */
export function saveScenario(draft: Draft): Promise<Saved> {
  return postResource<Saved>('scenarios', draft);
}

/** Takes a scenario of one's own away. */
export function removeScenario(scenario: string): Promise<Saved> {
  return postResource<Saved>('scenarios/remove', { scenario });
}
