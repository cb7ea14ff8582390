// The named queries of the page on one client (sql/queries) as rows.
import { type DataFrame } from '@grafana/data';

import { type Cell, rowsOf } from '../../client/rows';

type Nullable = number | null;

/** client_search: clients whose pseudonym begins so. */
export interface Found extends Record<string, Cell> {
  client_id: string;
  area_name: string;
  age_years: number;
  status: string;
  hours_now: number;
}

export const readFound = (frame: DataFrame) =>
  rowsOf<Found>(frame, 'client_id', 'area_name', 'age_years', 'status', 'hours_now');

/** client: the client today. */
export interface Client extends Record<string, Cell> {
  client_id: string;
  area_name: string;
  status: string;
  sex: string;
  age_years: number;
  is_single_household: boolean | null;
  is_protected: boolean;
  hours_now: number;
  hours_12m_ago: number;
  assessed_date: Nullable;
}

export function readClient(frame: DataFrame): Client | undefined {
  return rowsOf<Client>(
    frame,
    'client_id',
    'area_name',
    'status',
    'sex',
    'age_years',
    'is_single_household',
    'is_protected',
    'hours_now',
    'hours_12m_ago',
    'assessed_date',
  )[0];
}

/** client_exclusion: what the client is left out of today; none for nearly all. */
export interface Exclusion extends Record<string, Cell> {
  client_id: string;
  is_from_models: boolean;
  is_from_selections: boolean;
  from_date: number;
  /** The first day on which it no longer holds. */
  until_date: Nullable;
}

export const readExclusion = (frame: DataFrame): Exclusion | undefined =>
  rowsOf<Exclusion>(frame, 'client_id', 'is_from_models', 'is_from_selections', 'from_date', 'until_date')[0];

/** client_months: the course month by month. */
export interface Month extends Record<string, Cell> {
  month: number;
  status: string;
  home_care_granted_h: Nullable;
  home_care_performed_h: Nullable;
  nurse_min: Nullable;
  rehab_min: Nullable;
  delegated_min: Nullable;
}

export const readMonths = (frame: DataFrame) =>
  rowsOf<Month>(
    frame,
    'month',
    'status',
    'home_care_granted_h',
    'home_care_performed_h',
    'nurse_min',
    'rehab_min',
    'delegated_min',
  );

/** client_expected_hours: what the hours are expected to be. */
export interface Expected extends Record<string, Cell> {
  month: number;
  hours_expected: number;
  hours_expected_low: number;
  hours_expected_high: number;
}

export const readExpected = (frame: DataFrame) =>
  rowsOf<Expected>(frame, 'month', 'hours_expected', 'hours_expected_low', 'hours_expected_high');

/** client_states: spans of a limitation or a category at one level. */
export interface State extends Record<string, Cell> {
  kind: string;
  code: string;
  from_month: number;
  to_month: number;
  level: number;
}

export const readStates = (frame: DataFrame) => rowsOf<State>(frame, 'kind', 'code', 'from_month', 'to_month', 'level');

/** client_services: decisions on services. */
export interface Service extends Record<string, Cell> {
  service_code: string;
  name_sv: string;
  name_en: string;
  valid_from: number;
  valid_to: Nullable;
  granted_h_per_month: Nullable;
}

export const readServices = (frame: DataFrame) =>
  rowsOf<Service>(frame, 'service_code', 'name_sv', 'name_en', 'valid_from', 'valid_to', 'granted_h_per_month');

/** client_events: what happened. */
export interface Event extends Record<string, Cell> {
  time: number;
  kind: string;
  text: string;
}

export const readEvents = (frame: DataFrame) => rowsOf<Event>(frame, 'time', 'kind', 'text');

/** client_decisions: interventions, and proposals that were not followed. */
export interface Decision extends Record<string, Cell> {
  ledger_id: string;
  client_id: string;
  decided_date: number;
  decision: string;
  kind: string;
  title_sv: string;
  title_en: string;
  reason: string;
  reason_sv: string | null;
  reason_en: string | null;
  why: string;
  started_date: Nullable;
  planned_end_date: Nullable;
  /** Of the page on one client only. */
  ended_date: Nullable;
  result_kind: string;
  believed_change_h: Nullable;
  potential_h: Nullable;
  is_delivered: boolean;
  is_registered: boolean;
}

export const readDecisions = (frame: DataFrame) =>
  rowsOf<Decision>(
    frame,
    'ledger_id',
    'client_id',
    'decided_date',
    'decision',
    'kind',
    'title_sv',
    'title_en',
    'reason_sv',
    'why',
    'started_date',
    'planned_end_date',
    'believed_change_h',
    'potential_h',
    'is_delivered',
    'is_registered',
  );

/** client_risks: each risk that is shown. */
export interface Risk extends Record<string, Cell> {
  target: string;
  title_sv: string;
  title_en: string;
  probability: number;
  probability_low: number;
  probability_high: number;
  percentile: number;
  as_of_date: number;
}

export const readRisks = (frame: DataFrame) =>
  rowsOf<Risk>(
    frame,
    'target',
    'title_sv',
    'title_en',
    'probability',
    'probability_low',
    'probability_high',
    'percentile',
    'as_of_date',
  );

/** client_reasons: what raises or lowers an estimate. */
export interface Reason extends Record<string, Cell> {
  target: string;
  rank: number;
  term: string;
  contribution: number;
  sentence_sv: string;
  sentence_en: string;
}

export const readReasons = (frame: DataFrame) =>
  rowsOf<Reason>(frame, 'target', 'rank', 'term', 'contribution', 'sentence_sv', 'sentence_en');

/** client_potentials: what each kind of intervention is expected to change. */
export interface Potential extends Record<string, Cell> {
  kind: string;
  title_sv: string;
  title_en: string;
  expected_change_h: number;
  change_low_h: number;
  change_high_h: number;
  basis: string;
  n_treated_alike: number;
  is_supported: boolean;
  warning_sv: string;
  warning_en: string;
}

export const readPotentials = (frame: DataFrame) =>
  rowsOf<Potential>(
    frame,
    'kind',
    'title_sv',
    'title_en',
    'expected_change_h',
    'change_low_h',
    'change_high_h',
    'basis',
    'n_treated_alike',
    'is_supported',
    'warning_sv',
    'warning_en',
  );

/** client_needs: the parts of the client's time. */
export interface Need extends Record<string, Cell> {
  resource: string;
  month: number;
  part: string;
  icf_code: string;
  term_sv: string;
  limitation: Nullable;
  minutes_per_week: number;
  low_minutes_per_week: Nullable;
  high_minutes_per_week: Nullable;
  norm_minutes_per_week: number;
  n_clients: number;
  is_assessed: boolean;
}

export const readNeeds = (frame: DataFrame) =>
  rowsOf<Need>(
    frame,
    'resource',
    'month',
    'part',
    'icf_code',
    'term_sv',
    'limitation',
    'minutes_per_week',
    'low_minutes_per_week',
    'high_minutes_per_week',
    'norm_minutes_per_week',
    'n_clients',
    'is_assessed',
  );

/** client_signs: early signs in the latest month, one a row; without a sentence where there are none. */
export interface Sign extends Record<string, Cell> {
  month: number;
  points: number;
  month_rank: number;
  n_ranked: number;
  is_flagged: boolean;
  is_evident: boolean;
  sentence_sv: string | null;
  sentence_en: string | null;
}

export const readSigns = (frame: DataFrame) =>
  rowsOf<Sign>(frame, 'month', 'points', 'month_rank', 'n_ranked', 'is_flagged', 'is_evident', 'sentence_sv');

/** client_trend: where the hours are going. */
export interface Trend extends Record<string, Cell> {
  n_months: number;
  verdict: string;
  slope: Nullable;
  slope_low: Nullable;
  slope_high: Nullable;
}

export const readTrend = (frame: DataFrame): Trend | undefined =>
  rowsOf<Trend>(frame, 'n_months', 'verdict', 'slope', 'slope_low', 'slope_high')[0];

/** client_equity: the newest decision beside what such a need gets on average. */
export interface Equity extends Record<string, Cell> {
  decided_date: number;
  comparison: string;
  granted_h: number;
  expected_h: Nullable;
  expected_low_h: Nullable;
  expected_high_h: Nullable;
  norm_h: Nullable;
  n_compared: number;
}

export const readEquity = (frame: DataFrame): Equity | undefined =>
  rowsOf<Equity>(
    frame,
    'decided_date',
    'comparison',
    'granted_h',
    'expected_h',
    'expected_low_h',
    'expected_high_h',
    'norm_h',
    'n_compared',
  )[0];

/** Lists to choose from: intervention_kinds and not_followed_reasons. */
export interface Choice extends Record<string, Cell> {
  text: string;
  value: string;
  text_en: string;
}

export const readChoices = (frame: DataFrame) => rowsOf<Choice>(frame, 'text', 'value', 'text_en');

/** A reason why a proposal is not followed. */
export interface ReasonChoice extends Choice {
  needs_words: boolean;
}

export const readReasonChoices = (frame: DataFrame) =>
  rowsOf<ReasonChoice>(frame, 'text', 'value', 'text_en', 'needs_words');
