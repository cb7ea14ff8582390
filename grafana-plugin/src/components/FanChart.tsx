import { css } from '@emotion/css';
import { dateTime, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Button, TimeSeries, TooltipDisplayMode, TooltipPlugin, useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo, useState } from 'react';

import { formatMonth, formatNumber } from '../format';
import { currentLanguage, currentTexts } from '../texts';
import { DataTable } from './DataTable';
import { fanFrame, type FanPoint } from './fan';
import { useWidth } from './useWidth';

interface Props {
  /** What is drawn, for those who cannot see it and for the table. */
  label: string;
  unit: string;
  points: FanPoint[];
  height?: number;
}

/** A course and what is expected of it, with the interval as a shaded field. The same numbers can be read as a table. */
export function FanChart({ label, unit, points, height = 320 }: Props) {
  const styles = useStyles2(getStyles);
  const texts = currentTexts();
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      {asTable ? (
        <FanTable label={label} points={points} />
      ) : (
        <FanPicture label={label} unit={unit} points={points} height={height} />
      )}
      <div className={styles.foot}>
        <span>{texts.chart.interval}</span>
        <Button variant="secondary" fill="text" size="sm" onClick={() => setAsTable(!asTable)}>
          {asTable ? texts.chart.asChart : texts.chart.asTable}
        </Button>
      </div>
    </div>
  );
}

function FanPicture({ label, unit, points, height }: Required<Props>) {
  const theme = useTheme2();
  const language = currentLanguage();
  const { chart } = currentTexts();
  const [ref, width] = useWidth();
  const color = theme.visualization.getColorByName('blue');
  const frames = useMemo(
    () => [fanFrame(points, unit, color, (value) => formatNumber(value, language))],
    [points, color, language, unit],
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
            <TooltipPlugin data={frame} config={config} mode={TooltipDisplayMode.Multi} timeZone="utc" />
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

function FanTable({ label, points }: Pick<Props, 'label' | 'points'>) {
  const language = currentLanguage();
  const { chart } = currentTexts();
  const number = (title: string, id: 'outcome' | 'mean' | 'p10' | 'p90') => ({
    id,
    title,
    isNumber: true,
    value: (point: FanPoint) => point[id],
    text: (point: FanPoint) => formatNumber(point[id], language),
  });
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
        number(chart.outcome, 'outcome'),
        number(chart.expected, 'mean'),
        number(chart.low, 'p10'),
        number(chart.high, 'p90'),
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
