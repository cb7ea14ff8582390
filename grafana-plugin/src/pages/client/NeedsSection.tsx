import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Combobox, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Need, readNeeds } from './read';
import { clientTexts } from './texts';

const SHOWN = 8; // needs at first; the rest takes little time
const WEEKS = 30.4375 / 7; // in a month, as sql/mart/need_costs.sql has it

/** Which needs make up the client's time. */
export function NeedsSection({ id }: { id: string }) {
  const { needs } = clientTexts();
  const query = { name: 'client_needs', parameters: { client: id } };
  const answer = useNamedQuery(query.name, readNeeds, query.parameters);
  return (
    <Section title={needs.title} help={needs.help} query={query}>
      <Answered answer={answer}>
        {(rows) => (rows.length === 0 ? <Empty>{needs.none}</Empty> : <Resources rows={rows} />)}
      </Answered>
    </Section>
  );
}

function Resources({ rows }: { rows: Need[] }) {
  const styles = useStyles2(getStyles);
  const { needs: texts } = clientTexts();
  const id = useId();
  const there = new Set(rows.filter((row) => row.minutes_per_week !== 0).map((row) => row.resource));
  const options = Object.entries(texts.resources)
    .filter(([value]) => there.has(value))
    .map(([value, label]) => ({ value, label }));
  const [resource, setResource] = useState(options[0]?.value ?? 'home_care_granted');
  const own = rows.filter((row) => row.resource === resource);
  return (
    <>
      <div className={styles.choice}>
        <label htmlFor={id}>{texts.resource}</label>
        <Combobox id={id} width={32} options={options} value={resource} onChange={(o) => setResource(o.value)} />
      </div>
      {own.some((row) => row.is_assessed) ? <Parts key={resource} rows={own} /> : <p>{texts.notAssessed}</p>}
    </>
  );
}

function Parts({ rows }: { rows: Need[] }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { needs: texts } = clientTexts();
  const [showsAll, setShowsAll] = useState(false);
  const needs = rows.filter((row) => row.part === 'need');
  const others = rows.filter((row) => row.part !== 'need' && Math.abs(row.minutes_per_week) >= 0.5);
  const shown = showsAll ? needs : needs.slice(0, SHOWN);
  const recorded = rows.reduce((sum, row) => sum + row.minutes_per_week, 0);
  const norm = needs.reduce((sum, row) => sum + row.norm_minutes_per_week, 0);
  const longest = Math.max(
    1,
    ...rows.map((row) =>
      Math.max(Math.abs(row.minutes_per_week), row.norm_minutes_per_week, row.high_minutes_per_week ?? 0),
    ),
  );
  const write = (value: number) => formatNumber(value, language);
  return (
    <>
      <p>
        {texts.total(
          write(recorded),
          formatNumber((recorded / 60) * WEEKS, language, 1),
          write(norm),
          formatMonth(rows[0]?.month, language),
        )}
      </p>
      {/* The region scrolls sideways on a narrow screen, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="region" aria-label={texts.title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{texts.need}</th>
              <th scope="col" className={styles.number}>
                {texts.practice} <span className={styles.unit}>{texts.unit}</span>
              </th>
              <th scope="col" className={styles.number}>
                {texts.interval}
              </th>
              <th scope="col" className={styles.number}>
                {texts.norm}
              </th>
              <th scope="col" className={styles.number}>
                {texts.clients}
              </th>
              <th aria-hidden className={styles.barHead} />
            </tr>
          </thead>
          <tbody>
            {[...shown, ...others].map((row) => (
              <Part key={row.part + row.icf_code} row={row} longest={longest} />
            ))}
          </tbody>
        </table>
      </div>
      {needs.length > SHOWN && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? texts.fewer : texts.more(write(needs.length - SHOWN))}
        </Button>
      )}
    </>
  );
}

function Part({ row, longest }: { row: Need; longest: number }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { needs: texts } = clientTexts();
  const write = (value: number | null) => formatNumber(value, language);
  const isNeed = row.part === 'need';
  const interval =
    row.low_minutes_per_week === null ? '' : `${write(row.low_minutes_per_week)}–${write(row.high_minutes_per_week)}`;
  const share = (value: number) => `${(Math.max(Math.abs(value), 0) / longest) * 100}%`;
  return (
    <tr>
      <th scope="row">
        {isNeed ? row.term_sv || row.icf_code : (texts.parts[row.part] ?? row.part)}
        {isNeed && row.limitation !== null && (
          <span className={styles.unit}>
            {texts.limitation.toLowerCase()} {row.limitation}
          </span>
        )}
      </th>
      <td className={styles.number}>{write(row.minutes_per_week)}</td>
      <td className={styles.number}>{interval}</td>
      <td className={styles.number}>{isNeed ? write(row.norm_minutes_per_week) : ''}</td>
      <td className={styles.number}>{isNeed ? write(row.n_clients) : ''}</td>
      <td aria-hidden className={styles.barCell}>
        <span
          className={row.minutes_per_week < 0 ? styles.less : styles.bar}
          style={{ width: share(row.minutes_per_week) }}
        />
        {isNeed && <span className={styles.norm} style={{ left: share(row.norm_minutes_per_week) }} />}
      </td>
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  choice: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.5, 1.5, 0.5, 0),
      textAlign: 'left',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    'tbody th': { fontWeight: theme.typography.fontWeightRegular },
    'thead th': { fontWeight: theme.typography.fontWeightMedium, verticalAlign: 'bottom' },
  }),
  number: css({ '&&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  unit: css({ marginLeft: theme.spacing(0.75), color: theme.colors.text.secondary, fontWeight: 'normal' }),
  barHead: css({ width: '30%', minWidth: 100 }),
  barCell: css({ '&&': { position: 'relative', padding: 0 } }),
  bar: css({
    display: 'block',
    height: 12,
    borderRadius: 2,
    background: theme.visualization.getColorByName('semi-dark-blue'),
    opacity: 0.7,
  }),
  less: css({ display: 'block', height: 12, borderRadius: 2, border: `1px solid ${theme.colors.text.secondary}` }),
  norm: css({ position: 'absolute', top: 4, bottom: 4, width: 2, background: theme.colors.text.primary }),
});
