// The named queries of the follow-up (sql/queries) as rows.
import { type DataFrame } from '@grafana/data';

import { type Cell, rowsOf } from '../../client/rows';

type Nullable = number | null;

/** Months after the month of the start. */
export const HORIZONS = [3, 6, 12] as const;
export type Horizon = (typeof HORIZONS)[number];

/** What a part of the page is about. */
export interface About {
  /** Empty for the whole municipality. */
  area: string;
  horizon: Horizon;
}

export type Advice = 'more' | 'less' | 'too_early';

/** follow_up_advice: a kind of intervention in an area, * for all. */
export interface Group extends Record<string, Cell> {
  kind: string;
  title_sv: string;
  title_en: string;
  area_id: string;
  n_interventions: number;
  n_followed: number;
  believed_team_h: Nullable;
  observed_change_h: Nullable;
  similar_change_h: Nullable;
  effect_h: Nullable;
  effect_low_h: Nullable;
  effect_high_h: Nullable;
  surprise_h: Nullable;
  surprise_low_h: Nullable;
  surprise_high_h: Nullable;
  is_warned: boolean;
  advice: Advice;
  ground: string;
  sentence_sv: string;
  sentence_en: string;
}

export const readGroups = (frame: DataFrame) =>
  rowsOf<Group>(
    frame,
    'kind',
    'title_sv',
    'title_en',
    'area_id',
    'n_interventions',
    'n_followed',
    'believed_team_h',
    'observed_change_h',
    'similar_change_h',
    'effect_h',
    'effect_low_h',
    'effect_high_h',
    'advice',
    'ground',
    'sentence_sv',
  );

/** belief_outcomes: what was believed about so much, and what came. */
export interface Belief extends Record<string, Cell> {
  believer: string;
  band: number;
  n_cases: number;
  believed_h: number;
  came_h: number;
  came_low_h: number;
  came_high_h: number;
  agrees: boolean;
}

export const readBeliefs = (frame: DataFrame) =>
  rowsOf<Belief>(frame, 'believer', 'band', 'n_cases', 'believed_h', 'came_h', 'came_low_h', 'came_high_h', 'agrees');

/** follow_up_waiting: one intervention whose outcome lies ahead. */
export interface Waiting extends Record<string, Cell> {
  client_id: string;
  area_name: string;
  kind: string;
  title_sv: string;
  title_en: string;
  started_date: number;
  outcome_month: number;
  believed_change_h: Nullable;
  is_delivered: boolean;
  is_missing: boolean;
}

export const readWaiting = (frame: DataFrame) =>
  rowsOf<Waiting>(
    frame,
    'client_id',
    'area_name',
    'kind',
    'title_sv',
    'title_en',
    'started_date',
    'outcome_month',
    'believed_change_h',
    'is_delivered',
    'is_missing',
  );

/** waiting_counts: how many of a kind. */
export interface WaitingCount extends Record<string, Cell> {
  kind: string;
  title_sv: string;
  title_en: string;
  n_waiting: number;
  n_registered: Nullable;
}

export const readWaitingCounts = (frame: DataFrame) =>
  rowsOf<WaitingCount>(frame, 'kind', 'title_sv', 'title_en', 'n_waiting', 'n_registered');

/** follow_ups: one intervention followed up. */
export interface Case extends Record<string, Cell> {
  intervention_id: string;
  client_id: string;
  kind: string;
  area_id: string;
  started_date: number;
  hours_before: Nullable;
  believed_team_h: Nullable;
  observed_change_h: Nullable;
  similar_change_h: Nullable;
  similar_low_h: Nullable;
  similar_high_h: Nullable;
  is_unusual: boolean | null;
  sentence_sv: string;
  sentence_en: string;
}

export const readCases = (frame: DataFrame) =>
  rowsOf<Case>(
    frame,
    'intervention_id',
    'client_id',
    'kind',
    'started_date',
    'hours_before',
    'believed_team_h',
    'observed_change_h',
    'similar_change_h',
    'is_unusual',
    'sentence_sv',
    'sentence_en',
  );

/** decision_counts: decisions of a sort, five clients or more. */
export interface DecisionCount extends Record<string, Cell> {
  decision: string;
  reason: string;
  reason_sv: string;
  reason_en: string;
  is_of_score: boolean | null;
  n_decisions: number;
  n_clients: number;
}

export const readDecisionCounts = (frame: DataFrame) =>
  rowsOf<DecisionCount>(
    frame,
    'decision',
    'reason',
    'reason_sv',
    'reason_en',
    'is_of_score',
    'n_decisions',
    'n_clients',
  );
