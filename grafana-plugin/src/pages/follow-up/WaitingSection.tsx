import { locationService } from '@grafana/runtime';

import { addressOf } from '../../app/addresses';
import { useNamedQuery } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatChange, formatDate, formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { Day, OneLine } from './Cells';
import { type About, readWaiting, readWaitingCounts, type Waiting, type WaitingCount } from './read';
import { followUpTexts } from './texts';

/** Interventions whose outcome lies ahead: one by one for those who see persons, else how many. */
export function WaitingSection({ about, seesPersons }: { about: About; seesPersons: boolean }) {
  const { waiting } = followUpTexts();
  return (
    <Section title={waiting.title} help={waiting.help}>
      {seesPersons ? <Cases about={about} /> : <Counts about={about} />}
    </Section>
  );
}

function Cases({ about: { area, horizon } }: { about: About }) {
  const language = currentLanguage();
  const { waiting: texts, unit } = followUpTexts();
  const answer = useNamedQuery('follow_up_waiting', readWaiting, { areas: area ? [area] : [], horizon });
  const stateOf = (row: Waiting) =>
    row.is_delivered ? texts.delivered : row.is_missing ? texts.missing : texts.registered;
  const title = (row: Waiting) => (language === 'sv' ? row.title_sv : row.title_en);
  return (
    <Answered answer={answer}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <DataTable
            caption={texts.title}
            rows={rows}
            rowId={(row) => `${row.client_id} ${row.kind} ${row.started_date}`}
            onOpen={(row) => locationService.push(`${addressOf('individ')}/${row.client_id}`)}
            pageSize={10}
            columns={[
              { id: 'client', title: texts.columns.client, value: (r) => r.client_id, text: (r) => r.client_id },
              {
                id: 'area',
                title: texts.columns.area,
                value: (r) => r.area_name,
                text: (r) => r.area_name,
                render: (r) => <OneLine>{r.area_name}</OneLine>,
              },
              { id: 'kind', title: texts.columns.kind, value: title, text: title },
              {
                id: 'started',
                title: texts.columns.started,
                value: (r) => r.started_date,
                text: (r) => formatDate(r.started_date),
                render: (r) => <Day time={r.started_date} />,
              },
              {
                id: 'outcome',
                title: texts.columns.outcome,
                value: (r) => r.outcome_month,
                text: (r) => formatMonth(r.outcome_month, language, 'short'),
              },
              {
                id: 'believed',
                title: texts.columns.believed,
                unit,
                isNumber: true,
                value: (r) => r.believed_change_h,
                text: (r) => formatChange(r.believed_change_h, language, 1),
              },
              { id: 'state', title: texts.columns.state, value: stateOf, text: stateOf },
            ]}
          />
        )
      }
    </Answered>
  );
}

function Counts({ about: { horizon } }: { about: About }) {
  const language = currentLanguage();
  const { waiting: texts } = followUpTexts();
  const answer = useNamedQuery('waiting_counts', readWaitingCounts, { horizon });
  const title = (row: WaitingCount) => (language === 'sv' ? row.title_sv : row.title_en);
  const number = (id: 'n_waiting' | 'n_registered', heading: string) => ({
    id,
    title: heading,
    isNumber: true,
    value: (row: WaitingCount) => row[id],
    text: (row: WaitingCount) => formatNumber(row[id], language),
  });
  return (
    <>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{texts.none}</p>
          ) : (
            <DataTable
              caption={texts.title}
              rows={rows}
              rowId={(row) => row.kind}
              columns={[
                { id: 'kind', title: texts.columns.kind, value: title, text: title },
                number('n_waiting', texts.columns.n),
                number('n_registered', texts.columns.registered),
              ]}
            />
          )
        }
      </Answered>
      <p>{texts.tooFew}</p>
    </>
  );
}
