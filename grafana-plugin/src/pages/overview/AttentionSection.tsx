import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatDate } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type Attention, readAttention } from './read';

const SHOWN = 8; // rows; the rest is counted

/** What somebody should look at, the latest first. */
export function AttentionSection() {
  const { attention } = currentTexts().overview;
  const query = { name: 'attention' };
  const answer = useNamedQuery(query.name, readAttention);
  return (
    <Section title={attention.title} help={attention.help} query={query}>
      <Answered answer={answer}>{(rows) => <AttentionList rows={rows} />}</Answered>
    </Section>
  );
}

function AttentionList({ rows }: { rows: Attention[] }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { attention } = currentTexts().overview;
  const kinds: Record<string, string> = attention.kinds;
  if (rows.length === 0) {
    return <p>{attention.none}</p>;
  }
  return (
    <>
      <ul className={styles.list}>
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.kind + row.about} className={styles.row}>
            <span className={styles.date}>{formatDate(row.since)}</span>
            <span>
              <Badge color="blue" text={kinds[row.kind] ?? row.kind} />
            </span>
            <span>{language === 'sv' ? row.text_sv : row.text_en}</span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p>{attention.more(rows.length - SHOWN)}</p>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, display: 'grid', gap: theme.spacing(1) }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2), alignItems: 'baseline' }),
  date: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
