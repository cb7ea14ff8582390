import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, LinkButton, TextLink, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { useParams } from 'react-router';

import { addressOf } from '../../app/addresses';
import { useAnswer } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatNumber, formatShare, UNKNOWN } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type Change, readChanges, readOne, type Saved, type Version } from './api';
import { writeFilter } from './filter';
import { expiry } from './SavedPage';
import { SinceChoice, sinceDay } from './SinceChoice';
import { pageTexts } from './texts';

/** One saved selection: what it is for, who came and went, and its versions. */
export function SavedOnePage() {
  const { id = '' } = useParams();
  const texts = pageTexts().saved;
  const answer = useAnswer(id, (signal) => readOne(id, signal));
  return (
    <>
      <p>
        <TextLink href={addressOf('urval/sparade')}>{texts.back}</TextLink>
      </p>
      <Answered answer={answer}>
        {({ selection, versions }) => (
          <div style={{ display: 'grid', gap: 16 }}>
            <About selection={selection} versions={versions} />
            <Changes id={id} />
          </div>
        )}
      </Answered>
    </>
  );
}

/** Where a saved selection is opened, with its filters. */
export function openAddress(selection: Saved): string {
  return `${addressOf('urval')}?${writeFilter(selection.filter, `urval=${encodeURIComponent(selection.id)}`)}`;
}

function About({ selection, versions }: { selection: Saved; versions: Version[] }) {
  const styles = useStyles2(getStyles);
  const { saved: texts, saving } = pageTexts();
  const words = ['theme', 'goal', 'description', 'steps', 'why', 'purpose'] as const;
  return (
    <Section
      title={selection.name}
      actions={
        <LinkButton size="sm" href={openAddress(selection)}>
          {selection.is_expired ? texts.renew : texts.open}
        </LinkButton>
      }
    >
      {selection.is_expired && <Alert severity="warning" title={texts.expiredText} />}
      <dl className={styles.words}>
        {words
          .filter((key) => selection[key])
          .map((key) => (
            <div key={key}>
              <dt>{saving[key]}</dt>
              <dd>{selection[key]}</dd>
            </div>
          ))}
        <div>
          <dt>{saving.expires}</dt>
          <dd>{expiry(selection)}</dd>
        </div>
        <div>
          <dt>{texts.condition}</dt>
          <dd>
            <code>{selection.condition}</code>
          </dd>
        </div>
      </dl>
      <details>
        <summary>
          {texts.versions} ({versions.length})
        </summary>
        <ol reversed>
          {versions.map((version) => (
            <li key={version.version}>
              {texts.versionLine(version.version, version.author, version.created)}
              <pre>{version.condition}</pre>
            </li>
          ))}
        </ol>
      </details>
    </Section>
  );
}

function Changes({ id }: { id: string }) {
  const texts = pageTexts().saved;
  const [days, setDays] = useState(30);
  const since = sinceDay(days, new Date());
  const answer = useAnswer(`${id} ${since}`, (signal) => readChanges(id, since, signal));
  return (
    <Section
      title={texts.changesTitle}
      help={texts.changesHelp}
      actions={<SinceChoice days={days} onChange={setDays} />}
    >
      <Answered answer={answer}>
        {({ changes }) =>
          changes.length === 0 ? (
            <Empty>{texts.noChanges}</Empty>
          ) : (
            <DataTable
              caption={texts.changesTitle}
              rows={changes}
              columns={changeColumns()}
              rowId={(row) => `${row.client} ${row.kind} ${row.date}`}
              href={(row) => addressOf(`individ/${row.client}?urval=${encodeURIComponent(id)}`)}
            />
          )
        }
      </Answered>
    </Section>
  );
}

function changeColumns(): Array<Column<Change>> {
  const texts = pageTexts().saved;
  const titles = texts.changeColumns;
  const language = currentLanguage();
  const text = (id: keyof typeof titles, read: (row: Change) => string): Column<Change> => ({
    id,
    title: titles[id],
    value: read,
    text: (row) => read(row) || UNKNOWN,
  });
  const number = (
    id: 'age' | 'hours' | 'risk',
    write: (value: number | null) => string,
    unit?: string,
  ): Column<Change> => ({
    id,
    title: titles[id],
    value: (row) => row[id],
    text: (row) => write(row[id]),
    isNumber: true,
    unit,
  });
  return [
    text('client', (row) => row.client),
    text('kind', (row) => texts.kinds[row.kind]),
    text('date', (row) => row.date),
    text('area_name', (row) => row.area_name),
    number('age', (value) => formatNumber(value, language)),
    number('hours', (value) => formatNumber(value, language, 1), currentTexts().units.hoursPerMonth),
    number('risk', (value) => formatShare(value, language)),
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  words: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
    gap: theme.spacing(1.5),
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, whiteSpace: 'pre-line', overflowWrap: 'anywhere' },
    code: { whiteSpace: 'pre-wrap', display: 'block' },
  }),
});
