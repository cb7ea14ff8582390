import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

export interface Bar {
  label: string;
  value: number;
  /** The value as it is written, with its sign and unit. */
  text: string;
}

/** Values beside each other. The numbers are text and the signs are written, so that nothing is said by colour or length alone. */
export function Bars({ bars, label }: { bars: Bar[]; label: string }) {
  const styles = useStyles2(getStyles);
  const { left, scale } = extent(bars.map((bar) => bar.value));
  return (
    <dl className={styles.list} aria-label={label}>
      {bars.map((bar) => (
        <div key={bar.label} className={styles.row}>
          <dt>{bar.label}</dt>
          <dd className={styles.value}>{bar.text}</dd>
          <dd className={styles.track} aria-hidden>
            <span
              className={bar.value < 0 ? styles.negative : styles.positive}
              style={{
                left: `${(left + Math.min(bar.value, 0) * scale) * 100}%`,
                width: `${Math.abs(bar.value) * scale * 100}%`,
              }}
            />
            <span className={styles.zero} style={{ left: `${left * 100}%` }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Where zero lies, as a share of the width, and the share that one unit takes. */
export function extent(values: number[]): { left: number; scale: number } {
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low;
  return span === 0 ? { left: 0, scale: 0 } : { left: (0 - low) / span, scale: 1 / span };
}

const getStyles = (theme: GrafanaTheme2) => {
  const bar = { position: 'absolute', top: 2, bottom: 2, borderRadius: theme.shape.radius.default } as const;
  return {
    list: css({ margin: 0, display: 'grid', gap: theme.spacing(1.5) }),
    row: css({
      display: 'grid',
      gridTemplateColumns: '1fr auto',
      columnGap: theme.spacing(2),
      dt: { fontWeight: 'normal' },
      dd: { margin: 0 },
    }),
    value: css({ fontVariantNumeric: 'tabular-nums', fontWeight: theme.typography.fontWeightMedium }),
    track: css({ gridColumn: '1 / -1', position: 'relative', height: 16 }),
    positive: css({ ...bar, background: theme.visualization.getColorByName('semi-dark-blue') }),
    negative: css({ ...bar, background: theme.visualization.getColorByName('semi-dark-orange') }),
    zero: css({ position: 'absolute', top: 0, bottom: 0, width: 1, background: theme.colors.border.strong }),
  };
};
