import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useLocation, useNavigate } from 'react-router';

import { addressOf } from '../../app/addresses';
import { useAnswer } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { compare, type Part, readSaved, type Saved } from './api';
import { clientColumns } from './columns';
import { ChoiceField } from './fields';
import { pageTexts } from './texts';
import { type Names } from './words';

/** Two saved selections beside each other. */
export function ComparePage({ names }: { names: Names }) {
  const answer = useAnswer('saved', (signal) => readSaved(undefined, signal));
  return <Answered answer={answer}>{({ selections }) => <Choose selections={selections} names={names} />}</Answered>;
}

function Choose({ selections, names }: { selections: Saved[]; names: Names }) {
  const styles = useStyles2(getStyles);
  const { compare: texts, tabs } = pageTexts();
  const navigate = useNavigate();
  const { search } = useLocation();
  const address = new URLSearchParams(search);
  const [first, second] = ['a', 'b'].map((name) => selections.find(({ id }) => id === address.get(name)));
  const options = selections.filter((one) => !one.is_expired).map(({ id, name }) => ({ value: id, label: name }));
  const choose = (name: string, value: string | undefined) => {
    address.delete(name);
    if (value) {
      address.set(name, value);
    }
    navigate({ search: `?${address.toString()}` }, { replace: true });
  };
  return (
    <Section title={tabs.compare}>
      <div className={styles.choices}>
        <ChoiceField title={texts.first} options={options} value={first?.id} onChange={(id) => choose('a', id)} />
        <ChoiceField title={texts.second} options={options} value={second?.id} onChange={(id) => choose('b', id)} />
      </div>
      {first && second && first.id !== second.id ? (
        <Compared key={`${first.id} ${second.id}`} first={first} second={second} names={names} />
      ) : (
        <Empty>{texts.choose}</Empty>
      )}
    </Section>
  );
}

function Compared({ first, second, names }: { first: Saved; second: Saved; names: Names }) {
  const styles = useStyles2(getStyles);
  const { compare: texts } = pageTexts();
  const answer = useAnswer(`${first.id} ${second.id}`, (signal) => compare(first.id, second.id, signal));
  const titles = { first: texts.only(first.name), both: texts.both, second: texts.only(second.name) };
  return (
    <Answered answer={answer}>
      {({ parts }) => (
        <>
          {/* The region scrolls sideways on a narrow screen, so the keyboard must reach it. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className={styles.scroll} role="region" aria-label={texts.table} tabIndex={0}>
            <table className={styles.table} aria-label={texts.table}>
              <thead>
                <tr>
                  <th scope="col">{texts.measure}</th>
                  {parts.map(({ part }) => (
                    <th key={part} scope="col">
                      {titles[part]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows(parts).map(({ title, cells }) => (
                  <tr key={title}>
                    <th scope="row">{title}</th>
                    {cells.map((cell, index) => (
                      <td key={parts[index]?.part}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {parts.map((part) => (
            <Clients key={part.part} title={titles[part.part]} part={part} names={names} />
          ))}
        </>
      )}
    </Answered>
  );
}

/** The measures, one a row, and their values in each part. */
function rows(parts: Part[]): Array<{ title: string; cells: string[] }> {
  const language = currentLanguage();
  const { rows: titles } = pageTexts().compare;
  const row = (title: string, write: (part: Part) => string) => ({ title, cells: parts.map(write) });
  return [
    row(titles.n_clients, (part) => formatNumber(part.n_clients, language)),
    row(titles.hours, (part) => formatNumber(part.hours, language)),
    row(titles.per_client, (part) =>
      formatNumber(part.n_clients > 0 ? part.hours / part.n_clients : null, language, 1),
    ),
    row(titles.growth, (part) => formatChange(part.expected - part.hours_of_expected, language)),
    row(titles.doubled, (part) => formatNumber(part.doubled, language, 1)),
    row(titles.mean_age, (part) => formatNumber(part.mean_age, language)),
    row(titles.potential, (part) => formatChange(part.potential, language)),
  ];
}

function Clients({ title, part, names }: { title: string; part: Part; names: Names }) {
  const { compare: texts } = pageTexts();
  const language = currentLanguage();
  if (part.n_clients === 0) {
    return null;
  }
  return (
    <details>
      <summary style={{ minHeight: 28, cursor: 'pointer' }}>
        {title}: {texts.clients(formatNumber(part.n_clients, language))}
      </summary>
      {part.clients.length < part.n_clients && <p>{texts.most(part.clients.length)}</p>}
      <DataTable
        caption={title}
        rows={part.clients}
        columns={clientColumns(names)}
        rowId={(row) => row.client}
        href={(row) => addressOf(`individ/${row.client}`)}
        initialSort={{ column: 'risk', isDescending: true }}
        isDense
      />
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  choices: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
  }),
  scroll: css({ overflowX: 'auto', marginBottom: theme.spacing(2) }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': { padding: theme.spacing(0.75, 1.5), borderBottom: `1px solid ${theme.colors.border.weak}` },
    'td, thead th:not(:first-of-type)': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
    'tbody th': { fontWeight: theme.typography.fontWeightRegular },
  }),
});
