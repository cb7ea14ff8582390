// The frame behind a fan chart.
import { createDataFrame, type DataFrame, type Field, FieldColorModeId, FieldType } from '@grafana/data';

import { formatMonth, UNKNOWN } from '../format';
import { currentLanguage, currentTexts } from '../texts';

/** One month of a course: what was, what is expected, or both where they meet. */
export interface FanPoint {
  /** First day of the month, milliseconds since 1970. */
  month: number;
  outcome: number | null;
  mean: number | null;
  p10: number | null;
  p90: number | null;
  /** What it is compared with, such as the forecast as today, or the staff that there is. */
  reference?: number | null;
  /** The level without season and odd months. */
  trend?: number | null;
  /** The level where it changed course. */
  change?: number | null;
  /** What is to be known of the month, in words. */
  note?: string;
}

/** What the lines are called where it is not outcome and expectation. */
export interface FanNames {
  outcome?: string;
  expected?: string;
  reference?: string;
  trend?: string;
  change?: string;
}

/** A line that a chart may have besides, with what is drawn of it. */
export const EXTRAS = [
  { id: 'reference', dash: [2, 4], width: 2 },
  { id: 'trend', dash: [12, 4], width: 1 },
  { id: 'change', dash: undefined, width: 0 },
] as const;
export type ExtraId = (typeof EXTRAS)[number]['id'];

/** The colours of a chart. */
export type FanColors = Record<'main' | ExtraId, string>;

/** How a line is drawn; the names are those of Grafana's time series. */
interface LineStyle {
  lineWidth: number;
  dash?: [number, number];
  fillBelowTo?: string;
  color?: string;
  /** Only marks, no line. */
  isMark?: boolean;
}

/** Lets the forecast begin where the outcome ends, so that the lines meet. */
export function joined(points: FanPoint[]): FanPoint[] {
  const last = points.findLastIndex((point) => point.outcome !== null);
  return points.map((point, index) =>
    index === last && point.mean === null
      ? { ...point, mean: point.outcome, p10: point.outcome, p90: point.outcome }
      : point,
  );
}

/** The frame of a fan chart: outcome, expected value, and the ends of the interval with the field between them shaded. */
export function fanFrame(
  points: FanPoint[],
  unit: string,
  colors: FanColors,
  write: (value: number) => string,
  names: FanNames = {},
): DataFrame {
  const { chart } = currentTexts();
  const line = (name: string, values: Array<number | null>, { color = colors.main, ...style }: LineStyle): Field => ({
    name,
    type: FieldType.number,
    values,
    config: {
      displayName: name,
      color: { mode: FieldColorModeId.Fixed, fixedColor: color },
      custom: {
        drawStyle: style.isMark ? 'points' : 'line',
        lineInterpolation: 'linear',
        showPoints: style.isMark ? 'always' : 'never',
        pointSize: 9,
        lineWidth: style.lineWidth,
        lineStyle: style.dash ? { fill: 'dash', dash: style.dash } : { fill: 'solid' },
        fillBelowTo: style.fillBelowTo,
        fillOpacity: style.fillBelowTo ? 20 : 0,
        spanNulls: false,
        axisPlacement: 'left',
        axisLabel: unit,
        axisSoftMin: 0,
      },
    },
    display: (value) => ({ text: typeof value === 'number' ? write(value) : UNKNOWN, numeric: Number(value), color }),
  });
  const all = joined(points);
  return createDataFrame({
    fields: [
      {
        name: chart.month,
        type: FieldType.time,
        values: all.map((point) => point.month),
        config: {},
        display: (value) => ({
          text: formatMonth(value as number, currentLanguage(), 'short'),
          numeric: Number(value),
        }),
      },
      line(
        names.outcome ?? chart.outcome,
        all.map((point) => point.outcome),
        { lineWidth: 2 },
      ),
      line(
        names.expected ?? chart.expected,
        all.map((point) => point.mean),
        { lineWidth: 2, dash: [8, 6] },
      ),
      line(
        chart.low,
        all.map((point) => point.p10),
        { lineWidth: 0 },
      ),
      line(
        chart.high,
        all.map((point) => point.p90),
        { lineWidth: 0, fillBelowTo: chart.low },
      ),
      ...extrasOf(points, names).map(({ id, name, dash, width }) =>
        line(
          name,
          all.map((point) => point[id] ?? null),
          { lineWidth: width, dash: dash && [...dash], color: colors[id], isMark: id === 'change' },
        ),
      ),
    ],
  });
}

/** The lines that a chart has besides: those that have a name and a value. */
export function extrasOf(points: FanPoint[], names: FanNames) {
  return EXTRAS.flatMap((extra) => {
    const name = names[extra.id];
    return name && points.some((point) => point[extra.id] != null) ? [{ ...extra, name }] : [];
  });
}
