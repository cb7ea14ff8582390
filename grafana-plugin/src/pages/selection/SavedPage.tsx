import { useState } from 'react';

import { addressOf } from '../../app/addresses';
import { useAnswer } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatNumber, UNKNOWN } from '../../format';
import { currentLanguage } from '../../texts';
import { readSaved, type Saved } from './api';
import { SinceChoice, sinceDay } from './SinceChoice';
import { pageTexts } from './texts';

/** All saved selections, and what has become of them. */
export function SavedPage() {
  const texts = pageTexts().saved;
  const [days, setDays] = useState(30);
  const since = sinceDay(days, new Date());
  const answer = useAnswer(`saved ${since}`, (signal) => readSaved(since, signal));
  return (
    <Section title={texts.title} help={texts.help} actions={<SinceChoice days={days} onChange={setDays} />}>
      <Answered answer={answer}>
        {({ selections }) =>
          selections.length === 0 ? (
            <Empty>{texts.none}</Empty>
          ) : (
            <>
              <Table caption={texts.title} rows={selections.filter((one) => !one.is_expired)} columns={columns()} />
              <ExpiredOnes rows={selections.filter((one) => one.is_expired)} />
            </>
          )
        }
      </Answered>
    </Section>
  );
}

/** Those that may not be used any more: nobody is in them, and they can be renewed. */
function ExpiredOnes({ rows }: { rows: Saved[] }) {
  const texts = pageTexts().saved;
  if (rows.length === 0) {
    return null;
  }
  const shown = ['name', 'theme', 'expires', 'author'];
  return (
    <>
      <h3>{texts.expiredTitle}</h3>
      <p>{texts.expiredText}</p>
      <Table caption={texts.expiredTitle} rows={rows} columns={columns().filter(({ id }) => shown.includes(id))} />
    </>
  );
}

function Table(props: { caption: string; rows: Saved[]; columns: Array<Column<Saved>> }) {
  return (
    <DataTable
      {...props}
      rowId={(row) => row.id}
      href={(row) => addressOf(`urval/sparade/${encodeURIComponent(row.id)}`)}
      initialSort={{ column: 'name', isDescending: false }}
      canChooseColumns
    />
  );
}

function columns(): Array<Column<Saved>> {
  const texts = pageTexts().saved;
  const titles = texts.columns;
  const text = (id: keyof typeof titles, read: (row: Saved) => string, isHidden = false): Column<Saved> => ({
    id,
    title: titles[id],
    value: read,
    text: (row) => read(row) || UNKNOWN,
    isHidden,
  });
  const number = (id: 'members' | 'entered' | 'left' | 'version', isHidden = false): Column<Saved> => ({
    id,
    title: titles[id],
    value: (row) => row[id],
    text: (row) => formatNumber(row[id], currentLanguage()),
    isNumber: true,
    isHidden,
  });
  return [
    text('name', (row) => row.name),
    text('theme', (row) => row.theme),
    number('members'),
    number('entered'),
    number('left'),
    text('followed', (row) => row.followed ?? ''),
    text('expires', (row) => expiry(row)),
    text('author', (row) => (row.is_example ? texts.example : row.author)),
    number('version', true),
  ];
}

/** Until when a selection may be used. */
export function expiry(row: Saved): string {
  const texts = pageTexts().saved;
  if (!row.expires) {
    return texts.forever;
  }
  return row.is_expired ? `${row.expires}, ${texts.expired}` : row.expires;
}
