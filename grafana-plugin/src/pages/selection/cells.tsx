import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { formatShare, UNKNOWN } from '../../format';
import { currentLanguage } from '../../texts';
import { type Client } from './api';
import { levelOf } from './level';
import { pageTexts } from './texts';

/** A risk: its level in words, its probability, and of what. The bar says the same again. */
export function RiskCell({ client }: { client: Client }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { levels, targets } = pageTexts().list;
  const level = levelOf(client.percentile);
  if (!level || client.risk === null) {
    return <>{UNKNOWN}</>;
  }
  return (
    <span className={styles.risk}>
      <span>
        <strong>{levels[level]}</strong> {formatShare(client.risk, language)}
      </span>
      <span className={styles.track} aria-hidden>
        <span className={styles.bar} style={{ width: `${Math.min(client.risk, 1) * 100}%` }} />
      </span>
      {client.target !== 'need_doubled' && <span className={styles.small}>{targets[client.target]}</span>}
    </span>
  );
}

/** A number, and in smaller print what belongs to it. */
export function TwoLines({ texts: [first, second] }: { texts: [string, string] }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.lines}>
      <span>{first}</span>
      {second && <span className={styles.small}>{second}</span>}
    </span>
  );
}

/** The end of a client's number: the whole is twenty digits, and is told on pointing. */
export function ClientNumber({ id }: { id: string }) {
  return (
    <span title={id} style={{ whiteSpace: 'nowrap' }}>
      …{id.slice(-6)}
    </span>
  );
}

/** The main reasons, one a line. */
export function Reasons({ reasons }: { reasons: string[] }) {
  const styles = useStyles2(getStyles);
  if (reasons.length === 0) {
    return <span className={styles.small}>{pageTexts().list.noReasons}</span>;
  }
  return (
    <ul className={styles.reasons}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  risk: css({ display: 'inline-grid', gap: 2, minWidth: 95, justifyItems: 'end' }),
  lines: css({ display: 'inline-grid', justifyItems: 'end', maxWidth: 130, whiteSpace: 'normal' }),
  track: css({
    width: '100%',
    height: 4,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.background.secondary,
    overflow: 'hidden',
  }),
  bar: css({ display: 'block', height: '100%', background: theme.visualization.getColorByName('semi-dark-orange') }),
  small: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  reasons: css({ margin: 0, paddingLeft: theme.spacing(2) }),
});
