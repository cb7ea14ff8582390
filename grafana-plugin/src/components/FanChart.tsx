import { css } from '@emotion/css';
import { dateTime, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Button, TimeSeries, TooltipDisplayMode, TooltipPlugin, useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo, useState } from 'react';

import { formatMonth, formatNumber } from '../format';
import { currentLanguage, currentTexts } from '../texts';
import { DataTable } from './DataTable';
import { type ExtraId, extrasOf, type FanColors, fanFrame, type FanNames, type FanPoint } from './fan';
import { FanLegend } from './FanLegend';
import { MonthAxis } from './MonthAxis';
import { useWidth } from './useWidth';

interface Props {
  /** What is drawn, for those who cannot see it and for the table. */
  label: string;
  unit: string;
  points: FanPoint[];
  height?: number;
  /** What the lines are called; a line of the points that has no name is not drawn. */
  names?: FanNames;
}

const NO_NAMES: FanNames = {};

/** A course and what is expected of it, with the interval as a shaded field. The same numbers can be read as a table. */
export function FanChart({ label, unit, points, height = 320, names = NO_NAMES }: Props) {
  const styles = useStyles2(getStyles);
  const texts = currentTexts();
  const colors = useFanColors();
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      {asTable ? (
        <FanTable label={label} points={points} names={names} />
      ) : (
        <FanPicture label={label} unit={unit} points={points} height={height} names={names} />
      )}
      {!asTable && <FanLegend points={points} names={names} colors={colors} />}
      <div className={styles.foot}>
        <span>{texts.chart.interval}</span>
        <Button variant="secondary" fill="text" size="sm" onClick={() => setAsTable(!asTable)}>
          {asTable ? texts.chart.asChart : texts.chart.asTable}
        </Button>
      </div>
    </div>
  );
}

function useFanColors(): FanColors {
  const { visualization, colors } = useTheme2();
  const named = (name: string) => visualization.getColorByName(name);
  return useMemo(
    () => ({ main: named('blue'), reference: named('orange'), trend: colors.text.secondary, change: named('purple') }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- named is of visualization
    [visualization, colors],
  );
}

function FanPicture({ label, unit, points, height, names }: Required<Props>) {
  const language = currentLanguage();
  const { chart } = currentTexts();
  const [ref, width] = useWidth();
  const colors = useFanColors();
  const frames = useMemo(
    () => [fanFrame(points, unit, colors, (value) => formatNumber(value, language), names)],
    [points, colors, language, unit, names],
  );
  return (
    <div ref={ref} role="img" aria-label={described(points, label, unit)} style={{ height }}>
      {width > 0 && points.length > 0 && (
        <TimeSeries
          frames={frames}
          timeRange={rangeOf(points)}
          timeZone="utc"
          width={width}
          height={height}
          legend={{ showLegend: false, displayMode: 'list' as never, placement: 'bottom', calcs: [] }}
        >
          {(config, frame) => (
            <>
              <TooltipPlugin data={frame} config={config} mode={TooltipDisplayMode.Multi} timeZone="utc" />
              <MonthAxis config={config} />
            </>
          )}
        </TimeSeries>
      )}
      <span hidden>{chart.interval}</span>
    </div>
  );
}

/** The picture in words: where the course begins and where it is expected to end. */
function described(points: FanPoint[], label: string, unit: string): string {
  const language = currentLanguage();
  const said = (point: FanPoint | undefined) =>
    point
      ? `${formatNumber(point.outcome ?? point.mean, language)} ${unit} (${formatMonth(point.month, language)})`
      : '–';
  return currentTexts().chart.course(label, said(points[0]), said(points.at(-1)));
}

function rangeOf(points: FanPoint[]): TimeRange {
  const from = dateTime(points[0]?.month);
  const to = dateTime(points.at(-1)?.month);
  return { from, to, raw: { from, to } };
}

function FanTable({ label, points, names }: Required<Pick<Props, 'label' | 'points' | 'names'>>) {
  const language = currentLanguage();
  const { chart } = currentTexts();
  const number = (title: string, id: 'outcome' | 'mean' | 'p10' | 'p90' | ExtraId) => ({
    id,
    title,
    isNumber: true,
    value: (point: FanPoint) => point[id] ?? null,
    text: (point: FanPoint) => formatNumber(point[id], language),
  });
  const note = {
    id: 'note',
    title: chart.note,
    value: (point: FanPoint) => point.note || null,
    text: (point: FanPoint) => point.note ?? '',
  };
  return (
    <DataTable
      caption={label}
      rows={points}
      rowId={(point) => String(point.month)}
      columns={[
        {
          id: 'month',
          title: chart.month,
          value: (point) => point.month,
          text: (point) => formatMonth(point.month, language),
        },
        ...(points.some((point) => point.outcome !== null) ? [number(names.outcome ?? chart.outcome, 'outcome')] : []),
        number(names.expected ?? chart.expected, 'mean'),
        number(chart.low, 'p10'),
        number(chart.high, 'p90'),
        ...extrasOf(points, names)
          .filter(({ id }) => id !== 'change')
          .map(({ id, name }) => number(name, id)),
        ...(points.some((point) => point.note) ? [note] : []),
      ]}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  foot: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    marginTop: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
