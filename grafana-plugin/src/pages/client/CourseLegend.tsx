import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type CSSProperties } from 'react';

import { type Course } from './course';
import { clientTexts } from './texts';

/** What lines and fills mean. */
export function CourseLegend({ course }: { course: Course }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { course: texts } = clientTexts();
  const blue = theme.visualization.getColorByName('semi-dark-blue');
  const orange = theme.visualization.getColorByName('semi-dark-orange');
  const isRegistered = course.interventions.some(({ spans }) => spans.some((span) => span.isRegistered));
  const entry = (label: string, style: CSSProperties) => (
    <span className={styles.entry}>
      <span className={styles.mark} style={style} aria-hidden />
      {label}
    </span>
  );
  const hatch = `repeating-linear-gradient(45deg, ${orange} 0 4px, transparent 4px 6px)`;
  return (
    <p className={styles.legend}>
      {entry(texts.granted, { height: 3, background: blue })}
      {entry(texts.performed, { background: blue, opacity: 0.3 })}
      {entry(texts.expected, { borderTop: `2px dashed ${blue}`, height: 0 })}
      {entry(texts.nurse, { background: theme.visualization.getColorByName('semi-dark-purple') })}
      {entry(texts.rehab, { background: hatch })}
      {entry(texts.delegated, { border: `1px solid ${theme.colors.text.secondary}` })}
      {isRegistered && entry(texts.registered, { background: hatch, outline: '1px dashed currentColor' })}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(1, 0, 0),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  entry: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75) }),
  mark: css({ display: 'inline-block', width: 18, height: 10 }),
});
