import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { Help } from '../../components/Help';

export interface Figure {
  title: string;
  help: string;
  value: string;
  unit?: string;
  /** What the value is to be compared with. */
  note?: string;
}

/** Figures in a row, smaller than the measures of the overview: the list below them is what matters. */
export function Figures({ figures, label }: { figures: Figure[]; label: string }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label={label}>
      {figures.map(({ title, help, value, unit, note }) => (
        <li key={title}>
          <div className={styles.title}>
            {title}
            <Help about={title}>{help}</Help>
          </div>
          <div className={styles.value}>
            {value} {unit && <span className={styles.unit}>{unit}</span>}
          </div>
          <div className={styles.unit}>{note}</div>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: theme.spacing(0, 0, 1),
    display: 'grid',
    gap: theme.spacing(1, 2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(118px, 1fr))',
  }),
  title: css({
    display: 'flex',
    alignItems: 'center',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  value: css({ fontSize: theme.typography.h3.fontSize, whiteSpace: 'nowrap' }),
  unit: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }),
});
