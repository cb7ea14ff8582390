import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

import { RevealIdentity } from '../../components/RevealIdentity';
import { formatChange, formatDate, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Client } from './read';
import { clientTexts } from './texts';

interface Props {
  client: Client;
  /** The reader acts with clients, and may ask who somebody is. */
  mayReveal: boolean;
}

/** Who it is, in one line: what a team needs to know before the rest. */
export function Facts({ client, mayReveal }: Props) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const texts = clientTexts();
  const { facts, statuses } = texts;
  const change = client.hours_now - client.hours_12m_ago;
  const said = [
    client.area_name,
    statuses[client.status] ?? client.status,
    facts.sexes[client.sex] ?? client.sex,
    facts.years(formatNumber(client.age_years, language)),
    client.is_single_household === null ? '' : client.is_single_household ? facts.single : facts.shared,
    facts.hours(formatNumber(client.hours_now, language, 1)),
    facts.change(formatChange(change, language, 1)),
    client.assessed_date === null ? facts.neverAssessed : facts.assessed(formatDate(client.assessed_date)),
  ].filter((text) => text !== '');
  return (
    <header className={styles.header}>
      <div className={styles.who}>
        <h2 className={styles.title}>{texts.heading(client.client_id)}</h2>
        {mayReveal && <RevealIdentity clientIds={[client.client_id]} page="individ" />}
      </div>
      <ul className={styles.list} aria-label={facts.label}>
        {said.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {client.is_protected && (
          <li className={styles.protected}>
            <Icon name="lock" aria-hidden /> {facts.isProtected}
          </li>
        )}
      </ul>
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({ display: 'grid', gap: theme.spacing(0.5) }),
  who: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1, 2) }),
  title: css({ margin: 0, fontSize: theme.typography.h3.fontSize, overflowWrap: 'anywhere' }),
  list: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    color: theme.colors.text.secondary,
    'li + li': { borderLeft: `1px solid ${theme.colors.border.medium}`, paddingLeft: theme.spacing(2) },
  }),
  protected: css({ color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium }),
});
