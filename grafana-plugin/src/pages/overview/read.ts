// The named queries of the overview (sql/queries) as rows.
import { type DataFrame } from '@grafana/data';

import { type Cell, rowsOf } from '../../client/rows';
import { type FanPoint } from '../../components/fan';

type Nullable = number | null;

/** The resources that are forecast, in the order that they are offered. */
export const RESOURCES = ['home_care_h', 'nurse_h', 'rehab_h', 'clients'] as const;
export type Resource = (typeof RESOURCES)[number];

/** overview_totals: the latest month of the chosen areas together. */
export interface Totals extends Record<string, Cell> {
  month: number;
  n_home_care_clients: number;
  n_hsl_only_clients: number;
  home_care_granted_h: number;
  performed_share: Nullable;
  nurse_h: Nullable;
  rehab_h: Nullable;
  granted_change_share: Nullable;
}

export function readTotals(frame: DataFrame): Totals | undefined {
  const [row] = rowsOf<Totals>(
    frame,
    'month',
    'n_home_care_clients',
    'n_hsl_only_clients',
    'home_care_granted_h',
    'performed_share',
    'nurse_h',
    'rehab_h',
    'granted_change_share',
  );
  return row;
}

/** total_months: the months behind the totals, oldest first. */
export interface TotalMonth extends Record<string, Cell> {
  month: number;
  n_home_care_clients: number;
  n_hsl_only_clients: number;
  home_care_granted_h: number;
  nurse_h: Nullable;
  rehab_h: Nullable;
}

export function readTotalMonths(frame: DataFrame): TotalMonth[] {
  return rowsOf<TotalMonth>(
    frame,
    'month',
    'n_home_care_clients',
    'n_hsl_only_clients',
    'home_care_granted_h',
    'nurse_h',
    'rehab_h',
  );
}

/** areas: those that the reader may choose among. */
export interface Area extends Record<string, Cell> {
  text: string;
  value: string;
}

export function readAreas(frame: DataFrame): Area[] {
  return rowsOf<Area>(frame, 'text', 'value');
}

interface FanRow extends Record<string, Cell> {
  month: number;
  actual: Nullable;
  mean: Nullable;
  p10: Nullable;
  p90: Nullable;
}

/** forecast_fan: a month is in it once, or twice where outcome and forecast meet. */
export function readFan(frame: DataFrame): FanPoint[] {
  const points = new Map<number, FanPoint>();
  for (const row of rowsOf<FanRow>(frame, 'month', 'actual', 'mean', 'p10', 'p90')) {
    const { month, actual, mean, p10, p90 } = row;
    const before = points.get(month);
    points.set(month, {
      month,
      outcome: actual ?? before?.outcome ?? null,
      mean: mean ?? before?.mean ?? null,
      p10: p10 ?? before?.p10 ?? null,
      p90: p90 ?? before?.p90 ?? null,
    });
  }
  return [...points.values()].sort((a, b) => a.month - b.month);
}

/** change_drivers: the parts of the forecast twelve months ahead. */
export interface Driver extends Record<string, Cell> {
  month: number;
  driver: string;
  mean: number;
}

export function readDrivers(frame: DataFrame): Driver[] {
  return rowsOf<Driver>(frame, 'month', 'driver', 'mean');
}

/** area_comparison: an area a row. */
export interface AreaRow extends Record<string, Cell> {
  area_id: string;
  area_name: string;
  n_home_care_clients: number;
  home_care_granted_h: number;
  granted_h_per_client: Nullable;
  granted_h_per_person_80plus: Nullable;
  performed_share: Nullable;
  granted_change_share: Nullable;
  expected_h: Nullable;
  expected_change_share: Nullable;
}

export function readAreaRows(frame: DataFrame): AreaRow[] {
  return rowsOf<AreaRow>(
    frame,
    'area_id',
    'area_name',
    'n_home_care_clients',
    'home_care_granted_h',
    'granted_h_per_client',
    'granted_h_per_person_80plus',
    'performed_share',
    'granted_change_share',
    'expected_h',
    'expected_change_share',
  );
}

/** attention: what somebody should look at. */
export interface Attention extends Record<string, Cell> {
  kind: string;
  about: string;
  since: Nullable;
  text_sv: string;
  text_en: string;
}

export function readAttention(frame: DataFrame): Attention[] {
  return rowsOf<Attention>(frame, 'kind', 'about', 'since', 'text_sv', 'text_en');
}
