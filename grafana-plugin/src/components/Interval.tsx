import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  low: number;
  value: number;
  high: number;
  /** The ends of the scale that the rows of a list share. */
  scale: [number, number];
  /** A second value to compare with, such as what was believed; drawn as a ring. */
  other?: number | null;
}

/** A value with its interval on a scale, with a line at zero. The numbers stand beside it as text, so the picture itself is not read aloud. */
export function Interval({ low, value, high, scale, other }: Props) {
  const styles = useStyles2(getStyles);
  const place = (at: number) => `${placeOn(scale, at) * 100}%`;
  return (
    <div className={styles.track} aria-hidden>
      {scale[0] <= 0 && scale[1] >= 0 && <span className={styles.zero} style={{ left: place(0) }} />}
      <span
        className={styles.span}
        style={{ left: place(low), width: `${(placeOn(scale, high) - placeOn(scale, low)) * 100}%` }}
      />
      {other != null && <span className={styles.other} style={{ left: place(other) }} />}
      <span className={styles.value} style={{ left: place(value) }} />
    </div>
  );
}

/** Where a value lies on a scale, as a share of its length; what lies outside is drawn at the end. */
export function placeOn([from, to]: [number, number], at: number): number {
  return to === from ? 0.5 : Math.min(Math.max((at - from) / (to - from), 0), 1);
}

/** A scale that holds zero and all values, with a little room at the ends. */
export function scaleOf(values: number[]): [number, number] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = (high - low || 1) * 0.04;
  return [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room];
}

const getStyles = (theme: GrafanaTheme2) => {
  const dot = { position: 'absolute', top: '50%', transform: 'translate(-50%, -50%)', borderRadius: '50%' } as const;
  const color = theme.colors.primary.text;
  return {
    track: css({ position: 'relative', height: 18, minWidth: 120 }),
    zero: css({ position: 'absolute', top: 0, bottom: 0, width: 1, background: theme.colors.border.strong }),
    span: css({
      position: 'absolute',
      top: 7,
      height: 4,
      minWidth: 2,
      borderRadius: 2,
      background: color,
      opacity: 0.45,
    }),
    value: css({ ...dot, width: 9, height: 9, background: color }),
    other: css({ ...dot, width: 11, height: 11, border: `2px solid ${theme.colors.text.primary}` }),
  };
};
