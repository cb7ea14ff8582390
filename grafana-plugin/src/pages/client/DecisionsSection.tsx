import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Badge, Button, TextLink, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { addressOf } from '../../app/addresses';
import { useAnswer } from '../../client/useQuery';
import { namedQuery, runQuery } from '../../client/client';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatDate } from '../../format';
import { currentLanguage } from '../../texts';
import { DecisionForm } from './DecisionForm';
import { type Opening } from './opening';
import { type Decision, readDecisions } from './read';
import { clientTexts } from './texts';

interface Props {
  id: string;
  /** Changes when something was saved. */
  version: number;
  /** The selection that the client was opened from; empty for none. */
  selection: string;
  opening?: Opening;
  /** Undefined for those who may not decide. */
  onOpen?: (opening: Opening) => void;
  onClose: () => void;
  onSaved: () => void;
}

/** What has been decided, and the forms that decide. */
export function DecisionsSection({ id, version, selection, opening, onOpen, onClose, onSaved }: Props) {
  const styles = useStyles2(getStyles);
  const { decisions: texts } = clientTexts();
  const [isSaved, setIsSaved] = useState(false);
  const answer = useAnswer(`decisions ${id} ${version}`, async (signal) =>
    readDecisions(await runQuery(namedQuery('client_decisions', { client: id }), signal)),
  );
  const open = (next: Opening) => {
    setIsSaved(false);
    onOpen?.(next);
  };
  return (
    <Section
      title={texts.title}
      help={texts.help}
      actions={
        onOpen && (
          <>
            <Button size="sm" icon="plus" onClick={() => open({ form: 'followed' })}>
              {texts.register}
            </Button>
            <Button size="sm" variant="secondary" onClick={() => open({ form: 'not_followed' })}>
              {texts.notFollow}
            </Button>
          </>
        )
      }
    >
      {!onOpen && <p className={styles.quiet}>{texts.managersOnly}</p>}
      {isSaved && (
        <div role="status">
          <Alert severity="success" title={texts.saved} onRemove={() => setIsSaved(false)}>
            <TextLink href={addressOf('uppfoljning')}>{texts.toFollowUp}</TextLink>
          </Alert>
        </div>
      )}
      {opening && (
        <DecisionForm
          client={id}
          opening={opening}
          selection={selection}
          onClose={onClose}
          onSaved={() => {
            setIsSaved(true);
            onSaved();
          }}
        />
      )}
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{texts.none}</Empty>
          ) : (
            <ul className={styles.list}>
              {rows.map((row) => (
                <li key={row.ledger_id}>
                  <OneDecision row={row} onOpen={onOpen && open} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  );
}

function OneDecision({ row, onOpen }: { row: Decision; onOpen?: (opening: Opening) => void }) {
  const styles = useStyles2(getStyles);
  const { decisions: texts } = clientTexts();
  const language = currentLanguage();
  const title = (language === 'sv' ? row.title_sv : row.title_en) || texts.ofScore;
  const form = row.decision === 'followed' ? 'followed' : 'not_followed';
  return (
    <>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <Standing row={row} />
        {onOpen && row.is_registered && !row.is_delivered && (
          <span className={styles.actions}>
            <Button
              size="sm"
              variant="secondary"
              fill="text"
              aria-label={`${texts.correct}: ${title}`}
              onClick={() => onOpen({ form, corrects: row, kind: row.kind, reason: row.reason })}
            >
              {texts.correct}
            </Button>
            <Button
              size="sm"
              variant="secondary"
              fill="text"
              aria-label={`${texts.withdraw}: ${title}`}
              onClick={() => onOpen({ form: 'withdrawn', corrects: row })}
            >
              {texts.withdraw}
            </Button>
          </span>
        )}
      </div>
      <p className={styles.quiet}>{said(row).join(' · ')}</p>
      {row.why !== '' && <p className={styles.why}>{row.why}</p>}
    </>
  );
}

function Standing({ row }: { row: Decision }) {
  const { decisions: texts } = clientTexts();
  if (row.decision === 'not_followed') {
    return <Badge color="purple" icon="times" text={texts.notFollowed} />;
  }
  return row.is_delivered ? (
    <Badge color="blue" icon="check" text={texts.delivered} />
  ) : (
    <Badge color="orange" icon="clock-nine" text={texts.registered} />
  );
}

/** What a row tells besides its title. */
function said(row: Decision): string[] {
  const { decisions: texts } = clientTexts();
  const language = currentLanguage();
  const end = row.ended_date ?? row.planned_end_date;
  const write = (hours: number) => formatChange(hours, language, 1);
  const period =
    row.started_date === null
      ? texts.decided(formatDate(row.decided_date))
      : end === null
        ? texts.from(formatDate(row.started_date))
        : texts.period(formatDate(row.started_date), formatDate(end));
  return [
    period,
    (language === 'sv' ? row.reason_sv : row.reason_en) ?? '',
    texts.results[row.result_kind] ?? '',
    row.believed_change_h === null ? '' : texts.believed(write(row.believed_change_h)),
    row.potential_h === null || row.decision !== 'followed' ? '' : texts.modelBelieved(write(row.potential_h)),
  ].filter((text) => text !== '');
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    display: 'grid',
    gap: theme.spacing(1),
    'li + li': { borderTop: `1px solid ${theme.colors.border.weak}`, paddingTop: theme.spacing(1) },
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  title: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  actions: css({ marginLeft: 'auto' }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary }),
  why: css({ margin: theme.spacing(0.5, 0, 0), maxWidth: '75ch', whiteSpace: 'pre-line' }),
});
