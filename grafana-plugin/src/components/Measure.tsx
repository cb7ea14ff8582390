import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

import { Help } from './Help';

interface Props {
  title: string;
  help: string;
  /** The value as it is written. */
  value: string;
  unit?: string;
  /** What the value is to be compared with, or how it has changed. */
  note?: string;
  /** The course behind the value. */
  children?: ReactNode;
}

/** One measure: what, how much, and how it has changed. */
export function Measure({ title, help, value, unit, note, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.card}>
      <div className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        <Help about={title}>{help}</Help>
      </div>
      <p className={styles.value}>
        {value} {unit && <span className={styles.unit}>{unit}</span>}
      </p>
      <p className={styles.note}>{note}</p>
      {children}
    </li>
  );
}

/** Measures beside each other, as many as there is room for. */
export function Measures({ children, label }: { children: ReactNode; label: string }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.grid} aria-label={label}>
      {children}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(160px, 1fr))',
  }),
  card: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(2),
  }),
  header: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  title: css({ margin: 0, fontSize: theme.typography.body.fontSize, color: theme.colors.text.secondary }),
  value: css({ margin: 0, fontSize: theme.typography.h2.fontSize }),
  unit: css({ fontSize: theme.typography.body.fontSize, color: theme.colors.text.secondary }),
  note: css({ minHeight: '1.5em', margin: theme.spacing(0, 0, 1), color: theme.colors.text.secondary }),
});
