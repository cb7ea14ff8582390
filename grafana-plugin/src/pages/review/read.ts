// The named queries of the review (sql/queries) as rows.
import { type DataFrame } from '@grafana/data';

import { type Cell, rowsOf } from '../../client/rows';

/** What a control may come to; empty before one. */
export const VERDICTS = ['in_order', 'asked', 'breach'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** review_findings: what stands out in the access log. */
export interface Finding extends Record<string, Cell> {
  finding_id: string;
  title: string;
  review_date: number;
  user_name: string;
  role: string;
  measured: number;
  threshold: number;
  n_accesses: number;
  first_at: number;
  last_at: number;
  client: string;
  areas: string;
  why: string;
  verdict: Verdict | '';
}

export const readFindings = (frame: DataFrame) =>
  rowsOf<Finding>(
    frame,
    'finding_id',
    'title',
    'review_date',
    'user_name',
    'role',
    'measured',
    'threshold',
    'n_accesses',
    'first_at',
    'last_at',
    'client',
    'areas',
    'why',
    'verdict',
  );

/** review_samples: an access that was drawn for control by hand. */
export interface Sample extends Record<string, Cell> {
  access_id: string;
  week_date: number;
  accessed_at: number;
  user_name: string;
  role: string;
  surface: string;
  request: string;
  page: string;
  purpose: string;
  n_clients: number;
  verdict: Verdict | '';
}

export const readSamples = (frame: DataFrame) =>
  rowsOf<Sample>(
    frame,
    'access_id',
    'week_date',
    'accessed_at',
    'user_name',
    'role',
    'surface',
    'request',
    'page',
    'purpose',
    'n_clients',
    'verdict',
  );

/** review_marks: what was written of a finding or a sample, the newest of each first. */
export interface Mark extends Record<string, Cell> {
  subject: string;
  verdict: Verdict;
  note: string;
  marked_by: string;
  marked_at: number;
}

export const readMarks = (frame: DataFrame) =>
  rowsOf<Mark>(frame, 'subject', 'verdict', 'note', 'marked_by', 'marked_at');

/** access_seen: an access by which somebody saw a client, or may have. */
export interface Sight extends Record<string, Cell> {
  accessed_at: number;
  user_name: string;
  role: string;
  purpose: string;
  surface: string;
  request: string;
  page: string;
  is_alone: boolean;
  is_shown: boolean;
  n_clients: number;
  is_possible: boolean;
}

export const readSights = (frame: DataFrame) =>
  rowsOf<Sight>(
    frame,
    'accessed_at',
    'user_name',
    'role',
    'purpose',
    'surface',
    'request',
    'page',
    'is_alone',
    'is_shown',
    'n_clients',
    'is_possible',
  );

/** model_card_runs: the run of a model that is shown, or a newer one that is not. */
export interface Run extends Record<string, Cell> {
  run: string;
  model: string;
  target: string;
  title_sv: string;
  title_en: string;
  as_of_date: number;
  state: string;
  state_sv: string;
  state_en: string;
  n_passed: number;
  n_not_shown: number;
  n_failed: number;
  decided_by: string;
  decided_at: number | null;
  why: string;
  created_at: number;
}

export const readRuns = (frame: DataFrame) =>
  rowsOf<Run>(
    frame,
    'run',
    'model',
    'target',
    'title_sv',
    'title_en',
    'as_of_date',
    'state',
    'state_sv',
    'n_passed',
    'n_not_shown',
    'n_failed',
    'decided_by',
    'decided_at',
    'why',
  );

/** model_card_audit: a group against the others. */
export interface Comparison extends Record<string, Cell> {
  measure_sv: string;
  measure_en: string;
  grouping_sv: string;
  grouping_en: string;
  group_sv: string;
  group_en: string;
  value: number | null;
  family_low: number | null;
  family_high: number | null;
  limit_low: number | null;
  limit_high: number | null;
  verdict: string;
}

export const readComparisons = (frame: DataFrame) =>
  rowsOf<Comparison>(
    frame,
    'measure_sv',
    'grouping_sv',
    'group_sv',
    'value',
    'family_low',
    'family_high',
    'limit_low',
    'limit_high',
    'verdict',
  );

/** Who approves runs, and whether the reader may: GET models/approvals. */
export interface Approvals {
  mode: 'automatic' | 'manual';
  mayDecide: boolean;
  longestWhy: number;
}
