// The named queries of the forecast page (sql/queries) as rows.
import { type DataFrame } from '@grafana/data';

import { type Cell, rowsOf } from '../../client/rows';

type Nullable = number | null;

/** forecast_scopes: what has a forecast; value is empty for the municipality. */
export interface ScopeRow extends Record<string, Cell> {
  text: string;
  value: string;
  scope_kind: string;
  scope_id: string;
  n_clients: Nullable;
}

export function readScopes(frame: DataFrame): ScopeRow[] {
  return rowsOf<ScopeRow>(frame, 'text', 'value', 'scope_kind', 'scope_id', 'n_clients');
}

/** forecast_course: a month a row, what was and what is expected. */
export interface CourseRow extends Record<string, Cell> {
  month: number;
  actual: Nullable;
  is_missing: boolean | number;
  trend_level: Nullable;
  change_kind: string;
  is_odd: boolean | number;
  mean: Nullable;
  p10: Nullable;
  p90: Nullable;
  today_mean: Nullable;
  shown_method: string;
}

export function readCourse(frame: DataFrame): CourseRow[] {
  return rowsOf<CourseRow>(frame, 'month', 'actual', 'is_missing', 'trend_level', 'change_kind', 'mean', 'today_mean');
}

/** A sentence in both languages. */
export interface Sentence extends Record<string, Cell> {
  sentence_sv: string;
  sentence_en: string;
}

export interface Trend extends Sentence {
  verdict: string;
}

export function readTrend(frame: DataFrame): Trend | undefined {
  return rowsOf<Trend>(frame, 'verdict', 'sentence_sv', 'sentence_en')[0];
}

/** forecast_changes: why the forecast differs from the one before. */
export interface Change extends Sentence {
  month: number;
  previous_as_of_date: number;
  cause: string;
  change: number;
}

export function readChanges(frame: DataFrame): Change[] {
  return rowsOf<Change>(frame, 'month', 'previous_as_of_date', 'cause', 'change', 'sentence_sv', 'sentence_en');
}

/** forecast_by_area: an area a row. */
export interface AreaForecast extends Record<string, Cell> {
  area_id: string;
  area_name: string;
  now: Nullable;
  mean: number;
  p10: number;
  p90: number;
  change_share: Nullable;
}

export function readAreaForecasts(frame: DataFrame): AreaForecast[] {
  return rowsOf<AreaForecast>(frame, 'area_id', 'area_name', 'now', 'mean', 'p10', 'p90', 'change_share');
}

/** forecast_accuracy_of_area: a method and horizon a row. */
export interface Accuracy extends Record<string, Cell> {
  method: string;
  horizon_months: number;
  n_origins: number;
  mase: number;
  naive_mase: Nullable;
  is_better: boolean | number | null;
  mae: number;
  bias_share: number;
  coverage_80: number;
}

export function readAccuracies(frame: DataFrame): Accuracy[] {
  return rowsOf<Accuracy>(
    frame,
    'method',
    'horizon_months',
    'n_origins',
    'mase',
    'naive_mase',
    'is_better',
    'mae',
    'bias_share',
    'coverage_80',
  );
}

/** forecast_verdicts: a range of months ahead a row. */
export interface Verdict extends Sentence {
  horizon_from_months: number;
  method: string;
}

export function readVerdicts(frame: DataFrame): Verdict[] {
  return rowsOf<Verdict>(frame, 'horizon_from_months', 'method', 'sentence_sv', 'sentence_en');
}

/** forecast_weights: a method a row. */
export interface Weight extends Record<string, Cell> {
  method: string;
  weight: number;
}

export function readWeights(frame: DataFrame): Weight[] {
  return rowsOf<Weight>(frame, 'method', 'weight');
}

/** staffing_shortages: an area and profession a row, the most short first. */
export interface Gap extends Record<string, Cell> {
  area_id: string;
  area_name: string;
  profession: string;
  n_months: number;
  n_short_months: number;
  first_short_month: Nullable;
  worst_month: Nullable;
  worst_gap_fte: Nullable;
  needed_fte: number;
  available_fte: Nullable;
  gap_fte: Nullable;
  gap_share: Nullable;
  vacant_fte: Nullable;
  cost_sek: Nullable;
  gap_sek: Nullable;
  is_capacity_assumed: boolean | number;
  is_norm_example: boolean | number;
}

export function readGaps(frame: DataFrame): Gap[] {
  return rowsOf<Gap>(
    frame,
    'area_id',
    'area_name',
    'profession',
    'n_months',
    'n_short_months',
    'first_short_month',
    'worst_gap_fte',
    'needed_fte',
    'available_fte',
    'gap_fte',
    'gap_share',
    'vacant_fte',
    'cost_sek',
    'gap_sek',
  );
}

/** staffing_months: a month a row. */
export interface StaffMonth extends Record<string, Cell> {
  month: number;
  needed_h: number;
  needed_low_h: Nullable;
  needed_high_h: Nullable;
  available_h: Nullable;
  is_capacity_assumed: boolean | number;
  performed_share: Nullable;
}

export function readStaffMonths(frame: DataFrame): StaffMonth[] {
  return rowsOf<StaffMonth>(frame, 'month', 'needed_h', 'needed_low_h', 'needed_high_h', 'available_h');
}

/** staffing_norms: a profession a row. */
export interface Norm extends Record<string, Cell> {
  profession: string;
  paid_h_per_month: number;
  absence_share: number;
  travel_share: number;
  client_share: number;
  client_h_per_fte: number;
  working_h_per_client_h: number;
  is_example: boolean | number;
  source: string;
  valid_from: number;
}

export function readNorms(frame: DataFrame): Norm[] {
  return rowsOf<Norm>(
    frame,
    'profession',
    'paid_h_per_month',
    'absence_share',
    'travel_share',
    'client_share',
    'client_h_per_fte',
    'is_example',
    'source',
    'valid_from',
  );
}

/** need_totals: an area and resource a row; area_id is empty for all together. */
export interface NeedCost extends Record<string, Cell> {
  area_id: string;
  area_name: string;
  resource: string;
  month: number;
  n_clients: number;
  n_assessed_clients: number;
  norm_h: number;
  practice_h: number;
  recorded_h: number;
  norm_sek: Nullable;
  practice_sek: Nullable;
  recorded_sek: Nullable;
  is_norm_example: boolean | number;
}

export function readNeedCosts(frame: DataFrame): NeedCost[] {
  return rowsOf<NeedCost>(
    frame,
    'area_id',
    'area_name',
    'resource',
    'month',
    'n_clients',
    'n_assessed_clients',
    'norm_h',
    'practice_h',
    'recorded_h',
    'norm_sek',
    'practice_sek',
    'recorded_sek',
    'is_norm_example',
  );
}

/** hsl_months: a month and profession a row. */
export interface Workload extends Record<string, Cell> {
  month: number;
  profession: string;
  n_clients: number;
  recorded_h: number;
  estimated_h: number;
  travel_h: number;
  delegated_h: number;
  delegated_share: Nullable;
}

export function readWorkloads(frame: DataFrame): Workload[] {
  return rowsOf<Workload>(
    frame,
    'month',
    'profession',
    'n_clients',
    'recorded_h',
    'estimated_h',
    'travel_h',
    'delegated_h',
    'delegated_share',
  );
}
