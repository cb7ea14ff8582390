// The course of one client as what is drawn and what the table says: lanes on one time axis.
import { type Decision, type Event, type Expected, type Month, type Service, type State } from './read';

/** Something that lasts on the time axis. Ends are the first moment outside; undefined goes on. */
export interface Span {
  from: number;
  to?: number;
  /** What stands in it. */
  text: string;
  /** 0 to 1: how strongly it is filled. */
  strength: number;
  /** Registered on a page and not delivered yet. */
  isRegistered?: boolean;
}

export interface Lane {
  id: string;
  label: string;
  spans: Span[];
}

export interface Course {
  /** First day of the first month drawn, and of the month after the last, milliseconds since 1970. */
  from: number;
  to: number;
  /** First day of the month after the last one delivered: today. */
  now: number;
  months: Month[];
  /** Begins with the last outcome, so that the lines meet. */
  expected: Expected[];
  limitations: Lane[];
  categories: Lane[];
  services: Lane[];
  interventions: Lane[];
  events: Event[];
}

/** Where things lie in a picture of the course, px. */
export interface Frame {
  left: number;
  width: number;
  x: (time: number) => number;
}

/** What the queries gave. */
export interface Given {
  months: Month[];
  expected: Expected[];
  states: State[];
  services: Service[];
  decisions: Decision[];
  events: Event[];
}

/** How things are called in the reader's language. */
export interface Names {
  lifeArea: (code: string) => string;
  category: (code: string) => string;
  service: (service: Service) => string;
  intervention: (decision: Decision) => string;
  hours: (hours: number) => string;
}

const MAX_LEVEL = 4; // of limitations and severities

/** The first day of the month so many months later. */
export function addMonths(month: number, months: number): number {
  const date = new Date(month);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

/** The course from so many months back; undefined is all of it. */
export function courseOf(given: Given, names: Names, monthsBack?: number): Course | undefined {
  const last = given.months.at(-1);
  if (!last) {
    return undefined;
  }
  const now = addMonths(last.month, 1);
  const first = given.months[0]?.month ?? last.month;
  const from = monthsBack === undefined ? first : Math.max(first, addMonths(now, -monthsBack));
  const ahead = given.expected.at(-1)?.month;
  const begins = given.decisions.map((decision) => decision.started_date ?? 0);
  const to = Math.max(addMonths(now, 1), addMonths(ahead ?? now, 1), ...begins.map((day) => addMonths(day, 1)));
  const seen = (span: Span) => span.from < to && (span.to === undefined || span.to > from);
  const lanes = (all: Lane[]) =>
    all.map((lane) => ({ ...lane, spans: lane.spans.filter(seen) })).filter((lane) => lane.spans.length > 0);
  return {
    from,
    to,
    now,
    months: given.months.filter(({ month }) => month >= from),
    expected: joined(last, given.expected),
    limitations: lanes(stateLanes(given.states, 'limitation', names.lifeArea, now)),
    categories: lanes(stateLanes(given.states, 'category', names.category, now)),
    services: lanes(serviceLanes(given.services, names, now)),
    interventions: lanes(interventionLanes(given.decisions, names)),
    events: given.events.filter(({ kind, time }) => OTHER_EVENTS.has(kind) && time >= from && time < to),
  };
}

/** Events that have no lane of their own. */
const OTHER_EVENTS = new Set(['assessment', 'death', 'moved', 'widowed']);

function joined(last: Month, expected: Expected[]): Expected[] {
  const hours = last.home_care_granted_h;
  if (hours === null || expected.length === 0) {
    return [];
  }
  const start = { month: last.month, hours_expected: hours, hours_expected_low: hours, hours_expected_high: hours };
  return [start, ...expected.filter(({ month }) => month > last.month)];
}

function grouped<T>(rows: T[], key: (row: T) => string): Array<[string, T[]]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  }
  return [...groups];
}

function stateLanes(states: State[], kind: string, name: (code: string) => string, now: number): Lane[] {
  const rows = states.filter((state) => state.kind === kind && state.level > 0);
  return grouped(rows, (state) => state.code).map(([code, spans]) => ({
    id: code,
    label: name(code),
    spans: spans.map(({ from_month, to_month, level }) => ({
      from: from_month,
      to: Math.min(addMonths(to_month, 1), now),
      text: String(level),
      strength: level / MAX_LEVEL,
    })),
  }));
}

function serviceLanes(services: Service[], names: Names, now: number): Lane[] {
  return grouped(services, (service) => service.service_code).map(([code, rows]) => ({
    id: code,
    label: rows[0] ? names.service(rows[0]) : code,
    spans: rows.map((row) => ({
      from: row.valid_from,
      to: row.valid_to ?? now,
      text: row.granted_h_per_month === null ? '' : names.hours(row.granted_h_per_month),
      strength: 0.4,
    })),
  }));
}

function interventionLanes(decisions: Decision[], names: Names): Lane[] {
  const followed = decisions.filter((row) => row.decision === 'followed' && row.started_date !== null);
  return grouped(followed, (row) => row.kind).map(([kind, rows]) => ({
    id: kind,
    label: rows[0] ? names.intervention(rows[0]) : kind,
    spans: rows.map((row) => ({
      from: row.started_date as number,
      to:
        row.ended_date ??
        row.planned_end_date ??
        (row.is_delivered ? undefined : addMonths(row.started_date as number, 3)),
      text: '',
      strength: 0.7,
      isRegistered: !row.is_delivered,
    })),
  }));
}

/** What holds in a month, as a table says it: Förflyttning 3, Personlig vård 2. */
export function heldIn(lanes: Lane[], month: number): string {
  const end = addMonths(month, 1);
  return lanes
    .flatMap(({ label, spans }) => {
      const span = spans.find(({ from, to }) => from < end && (to === undefined || to > month));
      return span ? [span.text ? `${label} ${span.text}` : label] : [];
    })
    .join(', ');
}

/** The greatest of the values, rounded up to a number that ticks divide evenly; 10 at least. */
export function niceMax(values: Array<number | null>): number {
  const most = Math.max(10, ...values.map((value) => value ?? 0));
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((n) => n * step).find((n) => n >= most) ?? most;
}

/** The top of the scale of the hours: what was, and the interval of what is expected. */
export function hoursMax(course: Course): number {
  return niceMax([
    ...course.months.flatMap((month) => [month.home_care_granted_h, month.home_care_performed_h]),
    ...course.expected.map((expected) => expected.hours_expected_high),
  ]);
}
