import { useTheme2 } from '@grafana/ui';

interface Props {
  /** Oldest first; null where nothing is known. */
  values: Array<number | null>;
  /** What the line shows, in words: the picture itself cannot be read aloud. */
  label: string;
  width?: number;
  height?: number;
}

const MARGIN = 3; // px, so that line and dot are not cut off

/** The course of a few values as a small line. It is plain SVG: a table has hundreds of them, and a canvas each would be slow. */
export function Sparkline({ values, label, width = 96, height = 24 }: Props) {
  const theme = useTheme2();
  const points = placed(values, width, height);
  const last = points.at(-1);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      style={{ maxWidth: '100%' }}
    >
      <polyline
        points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke={theme.colors.primary.text}
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      {last && <circle cx={last[0]} cy={last[1]} r={2.5} fill={theme.colors.primary.text} />}
    </svg>
  );
}

/** Where each known value lies in the picture. A course without change lies in the middle. */
export function placed(values: Array<number | null>, width: number, height: number): Array<[number, number]> {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const spread = Math.max(...known) - low;
  const step = values.length > 1 ? (width - 2 * MARGIN) / (values.length - 1) : 0;
  return values.flatMap((value, index) => {
    if (value === null) {
      return [];
    }
    const share = spread === 0 ? 0.5 : (value - low) / spread;
    return [[MARGIN + index * step, height - MARGIN - share * (height - 2 * MARGIN)] as [number, number]];
  });
}
