import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { currentTexts } from '../texts';
import { extrasOf, type FanColors, type FanNames, type FanPoint } from './fan';

interface Props {
  points: FanPoint[];
  names: FanNames;
  colors: FanColors;
}

/** What the lines of a chart are; each differs in its dashes too, so that nothing is said by colour alone. */
export function FanLegend({ points, names, colors }: Props) {
  const styles = useStyles2(getStyles);
  const { chart } = currentTexts();
  const extras = extrasOf(points, names);
  if (extras.length === 0) {
    return null;
  }
  const lines = [
    { id: 'outcome', name: names.outcome ?? chart.outcome, color: colors.main, dash: '', width: 2 },
    { id: 'mean', name: names.expected ?? chart.expected, color: colors.main, dash: '6 4', width: 2 },
  ].filter(({ id }) => points.some((point) => point[id as 'outcome' | 'mean'] !== null));
  return (
    <ul className={styles.list}>
      {[
        ...lines,
        ...extras.map(({ id, name, dash, width }) => ({
          id,
          name,
          color: colors[id],
          dash: dash?.join(' ') ?? '',
          width,
        })),
      ].map(({ id, name, color, dash, width }) => (
        <li key={id} className={styles.item}>
          <svg width={28} height={10} aria-hidden>
            {width > 0 ? (
              <line x1={0} x2={28} y1={5} y2={5} stroke={color} strokeWidth={width} strokeDasharray={dash} />
            ) : (
              <circle cx={14} cy={5} r={4} fill={color} />
            )}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(0.5, 0, 0),
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  item: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) }),
});
