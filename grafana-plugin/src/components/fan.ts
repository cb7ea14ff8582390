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
}

/** How a line is drawn; the names are those of Grafana's time series. */
interface LineStyle {
  lineWidth: number;
  dash?: [number, number];
  fillBelowTo?: string;
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
export function fanFrame(points: FanPoint[], unit: string, color: string, write: (value: number) => string): DataFrame {
  const { chart } = currentTexts();
  const line = (name: string, values: Array<number | null>, style: LineStyle): Field => ({
    name,
    type: FieldType.number,
    values,
    config: {
      displayName: name,
      color: { mode: FieldColorModeId.Fixed, fixedColor: color },
      custom: {
        drawStyle: 'line',
        lineInterpolation: 'linear',
        showPoints: 'never',
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
        display: (value) => ({ text: formatMonth(value as number, currentLanguage()), numeric: Number(value) }),
      },
      line(
        chart.outcome,
        all.map((point) => point.outcome),
        { lineWidth: 2 },
      ),
      line(
        chart.expected,
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
    ],
  });
}
