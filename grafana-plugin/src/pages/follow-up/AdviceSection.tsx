import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, type IconName, useStyles2 } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange } from '../../format';
import { currentLanguage } from '../../texts';
import { type About, type Advice, type Group, readGroups } from './read';
import { followUpTexts } from './texts';

const columns: Array<{ advice: Advice; icon: IconName }> = [
  { advice: 'more', icon: 'arrow-up' },
  { advice: 'less', icon: 'arrow-down' },
  { advice: 'too_early', icon: 'question-circle' },
];

/** The answer that a leader looks for, and how sure it is. */
export function AdviceSection({ about: { area, horizon } }: { about: About }) {
  const { advice } = followUpTexts();
  const query = { name: 'follow_up_advice', parameters: { areas: [area || '*'], horizon } };
  const answer = useNamedQuery(query.name, readGroups, query.parameters);
  return (
    <Section title={advice.title} help={advice.help} query={query}>
      <Answered answer={answer}>
        {(rows) => (rows.length === 0 ? <Empty>{advice.nothing}</Empty> : <Columns rows={rows} />)}
      </Answered>
    </Section>
  );
}

function Columns({ rows }: { rows: Group[] }) {
  const styles = useStyles2(getStyles);
  const { advice: texts } = followUpTexts();
  return (
    <div className={styles.columns}>
      {columns.map(({ advice, icon }) => {
        const own = rows.filter((row) => row.advice === advice);
        return (
          <div key={advice} className={advice === 'too_early' ? styles.wide : undefined}>
            <h3 className={styles.title}>
              <Icon name={icon} aria-hidden /> {texts.groups[advice]}
            </h3>
            {own.length === 0 ? (
              <p className={styles.quiet}>{texts.none[advice]}</p>
            ) : (
              <ul className={advice === 'too_early' ? styles.wideList : styles.list}>
                {own.map((row) => (
                  <li key={row.kind}>
                    <Item row={row} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </div>
  );
}

function Item({ row }: { row: Group }) {
  const styles = useStyles2(getStyles);
  const texts = followUpTexts();
  const language = currentLanguage();
  const write = (hours: number | null) => formatChange(hours, language, 1);
  const range = texts.range(write(row.effect_h), write(row.effect_low_h), write(row.effect_high_h));
  return (
    <>
      <strong>{language === 'sv' ? row.title_sv : row.title_en}</strong>
      {row.effect_h !== null && <span className={styles.range}> {`${range} ${texts.unit}`}</span>}
      <div className={styles.quiet}>{texts.advice.grounds[row.ground] ?? row.ground}</div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('md')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  }),
  wide: css({ gridColumn: '1 / -1' }),
  wideList: css({
    listStyle: 'none',
    margin: 0,
    display: 'grid',
    gap: theme.spacing(1, 3),
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(300px, 100%), 1fr))',
  }),
  title: css({ margin: theme.spacing(0, 0, 1), fontSize: theme.typography.h5.fontSize }),
  list: css({ listStyle: 'none', margin: 0, display: 'grid', gap: theme.spacing(1) }),
  range: css({ fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary }),
});
