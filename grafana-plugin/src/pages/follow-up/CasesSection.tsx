import { locationService } from '@grafana/runtime';

import { addressOf } from '../../app/addresses';
import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatDate, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Choice, readChoices } from '../client/read';
import { Day } from './Cells';
import { type About, type Case, readCases } from './read';
import { followUpTexts } from './texts';

/** How many are shown: nobody reads more, and who is shown is written in the access log. */
const MOST = 1000;

/** Single interventions that have been followed up, the newest; pressing one opens the client. */
export function CasesSection({ about: { area, horizon } }: { about: About }) {
  const { cases } = followUpTexts();
  const query = {
    name: 'follow_ups',
    parameters: { areas: area ? [area] : [], horizon, states: ['followed'], rows: MOST },
  };
  const answer = useNamedQuery(query.name, readCases, query.parameters);
  const kinds = useNamedQuery('intervention_kinds', readChoices);
  return (
    <Section title={cases.title} help={cases.help} query={query}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{cases.none}</Empty>
          ) : (
            <>
              {rows.length >= MOST && <p>{cases.newest(formatNumber(MOST, currentLanguage()))}</p>}
              <DataTable
                caption={cases.title}
                rows={rows}
                rowId={(row) => row.intervention_id}
                columns={columns(kinds.state === 'ready' ? kinds.data : [])}
                onOpen={(row) => locationService.push(`${addressOf('individ')}/${row.client_id}`)}
                initialSort={{ column: 'started', isDescending: true }}
                pageSize={10}
                canChooseColumns
              />
            </>
          )
        }
      </Answered>
    </Section>
  );
}

function columns(kinds: Choice[]): Array<Column<Case>> {
  const language = currentLanguage();
  const { cases, unit } = followUpTexts();
  const titles = cases.columns;
  const kindOf = (row: Case) => {
    const kind = kinds.find(({ value }) => value === row.kind);
    return (language === 'sv' ? kind?.text : kind?.text_en) ?? row.kind;
  };
  const words = (row: Case) => (language === 'sv' ? row.sentence_sv : row.sentence_en);
  const hours = (id: keyof Case & string, title: string): Column<Case> => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row) => row[id] as number | null,
    text: (row) => formatChange(row[id] as number | null, language, 1),
  });
  return [
    { id: 'client', title: titles.client, value: (row) => row.client_id, text: (row) => row.client_id },
    { id: 'kind', title: titles.kind, value: kindOf, text: kindOf },
    {
      id: 'started',
      title: titles.started,
      value: (r) => r.started_date,
      text: (r) => formatDate(r.started_date),
      render: (r) => <Day time={r.started_date} />,
    },
    {
      ...hours('hours_before', titles.before),
      text: (row) => formatNumber(row.hours_before, language, 1),
    },
    hours('believed_team_h', titles.believed),
    hours('observed_change_h', titles.observed),
    hours('similar_change_h', titles.similar),
    {
      id: 'unusual',
      title: titles.difference,
      value: (row) => row.is_unusual,
      text: (row) => (row.is_unusual ? cases.unusual : cases.usual),
    },
    { id: 'words', title: titles.words, value: words, text: words, isHidden: true },
  ];
}
