import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';

import { addressOf } from '../../app/addresses';
import { useNamedQuery } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatChange, formatDate, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Decision, readDecisions } from '../client/read';
import { Day } from './Cells';
import { type About, type DecisionCount, readDecisionCounts } from './read';
import { followUpTexts } from './texts';

/** How often proposals are followed, and why not. */
export function DecisionsSection({ about, seesPersons }: { about: About; seesPersons: boolean }) {
  const styles = useStyles2(getStyles);
  const { decisions } = followUpTexts();
  return (
    <Section title={decisions.title} help={decisions.help}>
      <h3 className={styles.title}>{decisions.counts}</h3>
      <Counts />
      {seesPersons && (
        <>
          <h3 className={styles.title}>{decisions.list}</h3>
          <List about={about} />
        </>
      )}
    </Section>
  );
}

function whatOf(decision: string): string {
  const { decisions } = followUpTexts();
  return decision === 'followed' ? decisions.followed : decisions.notFollowed;
}

function Counts() {
  const language = currentLanguage();
  const { decisions: texts } = followUpTexts();
  const answer = useNamedQuery('decision_counts', readDecisionCounts);
  const reasonOf = (row: DecisionCount) => {
    const reason = (language === 'sv' ? row.reason_sv : row.reason_en) || '';
    return row.is_of_score ? `${reason} (${texts.ofScore})` : reason;
  };
  const number = (id: 'n_decisions' | 'n_clients', title: string) => ({
    id,
    title,
    isNumber: true,
    value: (row: DecisionCount) => row[id],
    text: (row: DecisionCount) => formatNumber(row[id], language),
  });
  return (
    <Answered answer={answer}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <DataTable
            caption={texts.counts}
            rows={rows}
            rowId={(row) => `${row.decision} ${row.reason}`}
            columns={[
              {
                id: 'what',
                title: texts.columns.what,
                value: (r) => whatOf(r.decision),
                text: (r) => whatOf(r.decision),
              },
              { id: 'reason', title: texts.columns.reason, value: reasonOf, text: reasonOf },
              number('n_decisions', texts.columns.n),
              number('n_clients', texts.columns.clients),
            ]}
          />
        )
      }
    </Answered>
  );
}

function List({ about: { area } }: { about: About }) {
  const language = currentLanguage();
  const { decisions: texts, unit } = followUpTexts();
  const { columns: titles } = texts;
  const answer = useNamedQuery('decisions', readDecisions, { areas: area ? [area] : [] });
  const text = (id: string, title: string, of: (row: Decision) => string) => ({ id, title, value: of, text: of });
  return (
    <Answered answer={answer}>
      {(rows) =>
        rows.length === 0 ? (
          <p>{texts.noDecisions}</p>
        ) : (
          <DataTable
            caption={texts.list}
            rows={rows}
            rowId={(row) => row.ledger_id}
            onOpen={(row) => locationService.push(`${addressOf('individ')}/${row.client_id}`)}
            pageSize={10}
            columns={[
              text('client', titles.client, (row) => row.client_id),
              {
                id: 'day',
                title: titles.day,
                value: (row) => row.decided_date,
                text: (row) => formatDate(row.decided_date),
                render: (row) => <Day time={row.decided_date} />,
              },
              text('what', titles.what, (row) => whatOf(row.decision)),
              text('kind', titles.kind, (row) => (language === 'sv' ? row.title_sv : row.title_en) || texts.anyKind),
              text('reason', titles.reason, (row) => (language === 'sv' ? row.reason_sv : row.reason_en) ?? ''),
              text('why', titles.why, (row) => row.why),
              {
                id: 'believed',
                title: titles.believed,
                unit,
                isNumber: true,
                value: (row) => row.believed_change_h,
                text: (row) => (row.believed_change_h === null ? '' : formatChange(row.believed_change_h, language, 1)),
              },
            ]}
          />
        )
      }
    </Answered>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ margin: theme.spacing(1, 0), fontSize: theme.typography.h5.fontSize }),
});
