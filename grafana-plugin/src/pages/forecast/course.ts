// The course of a forecast as points of a chart.
import { type FanPoint } from '../../components/fan';
import { type CourseRow } from './read';
import { forecastTexts, nameOf } from './texts';

/** The points of a chart: the past, and so many months of the forecast. */
export function pointsOf(rows: CourseRow[], months: number): FanPoint[] {
  const ahead = rows.filter((row) => row.mean !== null);
  const last = ahead[Math.min(months, ahead.length) - 1]?.month ?? Infinity;
  return rows
    .filter((row) => row.month <= last)
    .map((row) => ({
      month: row.month,
      outcome: row.actual,
      mean: row.mean,
      p10: row.p10,
      p90: row.p90,
      reference: row.today_mean,
      trend: row.trend_level,
      change: row.change_kind ? row.trend_level : null,
      note: noteOf(row),
    }));
}

/** What is to be known of a month. */
function noteOf(row: CourseRow): string {
  const { course } = forecastTexts();
  const notes = [
    row.is_missing ? course.noteMissing : '',
    row.change_kind ? nameOf(course.changes, row.change_kind) : '',
    row.is_odd ? course.noteOdd : '',
  ];
  return notes.filter(Boolean).join('. ');
}

/** The months that were not delivered. */
export function missingMonths(rows: CourseRow[]): number[] {
  return rows.filter((row) => row.is_missing).map((row) => row.month);
}

/** The method that is shown besides the blended forecast, where there is one. */
export function otherMethod(rows: CourseRow[]): string | undefined {
  return rows.find((row) => row.shown_method && row.shown_method !== 'blend')?.shown_method;
}
