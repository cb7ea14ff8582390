// Where on the page the reader is, kept in the address: a link shows others the same thing.
import { locationService } from '@grafana/runtime';
import { useMemo } from 'react';
import { useLocation } from 'react-router';

import { type Resource, RESOURCES } from '../overview/read';

/** The parts of the page. */
export const VIEWS = ['prognos', 'bemanning', 'scenarier', 'traffsakerhet', 'behov'] as const;
export type View = (typeof VIEWS)[number];

/** How far ahead one can look, months. */
export const HORIZONS = [3, 6, 12, 24, 36] as const;

export const AS_TODAY = 'as_today';

/** What the page is about. The names in the address are Swedish, since readers see them. */
export interface Place {
  view: View;
  /** kind:id of an area, target group or selection; empty for the municipality. */
  scope: string;
  resource: Resource;
  /** Months ahead, 1 to 36. */
  months: number;
  scenario: string;
}

const NAMES: Record<keyof Place, string> = {
  view: 'vy',
  scope: 'galler',
  resource: 'resurs',
  months: 'manader',
  scenario: 'scenario',
};

const DEFAULTS: Place = { view: 'prognos', scope: '', resource: 'home_care_h', months: 12, scenario: AS_TODAY };

/** Reads an address; what is not understood becomes what a first visit shows. */
export function placeOf(search: string): Place {
  const given = new URLSearchParams(search);
  const text = (key: keyof Place) => given.get(NAMES[key]) ?? '';
  const months = Number(text('months'));
  return {
    view: VIEWS.find((view) => view === text('view')) ?? DEFAULTS.view,
    scope: text('scope'),
    resource: RESOURCES.find((resource) => resource === text('resource')) ?? DEFAULTS.resource,
    months: Number.isInteger(months) && months >= 1 && months <= 36 ? months : DEFAULTS.months,
    scenario: text('scenario') || DEFAULTS.scenario,
  };
}

/** The part of an address that leads to a change of place; what is as on a first visit is left out. */
export function searchOf(change: Partial<Place>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(change).map(([key, value]) => {
      const known = key as keyof Place;
      return [NAMES[known], value === DEFAULTS[known] ? null : String(value)];
    }),
  );
}

export interface Scope {
  kind: 'area' | 'category' | 'selection';
  id: string;
}

/** The kind and id of a scope. */
export function scopeOf(scope: string): Scope {
  const [kind, ...id] = scope.split(':');
  return kind === 'category' || kind === 'selection' || kind === 'area'
    ? { kind, id: id.join(':') }
    : { kind: 'area', id: '' };
}

/** The place, and how to go to another. A change of view is a step that Back undoes; other choices replace the last one. */
export function usePlace(): [Place, (change: Partial<Place>) => void] {
  const { search } = useLocation();
  const place = useMemo(() => placeOf(search), [search]);
  const go = (change: Partial<Place>) => locationService.partial(searchOf(change), change.view === undefined);
  return [place, go];
}
