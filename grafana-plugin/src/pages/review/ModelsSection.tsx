import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Badge, Button, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { namedQuery, readResource, runQuery } from '../../client/client';
import { useAnswer } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatDate, formatInstant } from '../../format';
import { CardDialog } from './CardDialog';
import { DecideDialog, type Deciding } from './DecideDialog';
import { FailedComparisons } from './FailedComparisons';
import { type Approvals, readRuns, type Run } from './read';
import { ShownRuns } from './ShownRuns';
import { reviewTexts } from './texts';
import { auditWords, isByPerson, stateOf, titleOf } from './words';

/** Runs that wait for somebody, with what the audit says of them; and those that are shown, which can be stopped. */
export function ModelsSection() {
  const styles = useStyles2(getStyles);
  const { models: texts } = reviewTexts();
  const [decided, setDecided] = useState(0); // another time when something was decided: the runs are asked anew
  const [told, setTold] = useState('');
  const [deciding, setDeciding] = useState<Deciding>();
  const [read, setRead] = useState<Run>();
  const answer = useAnswer(`runs ${decided}`, async (signal) => {
    const [approvals, runs] = await Promise.all([
      readResource<Approvals>('models/approvals', undefined, signal),
      runQuery(namedQuery('model_card_runs'), signal).then(readRuns),
    ]);
    return { approvals, runs };
  });
  return (
    <Section title={texts.title} help={texts.help} query={{ name: 'model_card_runs' }}>
      <p role="status" className={told === '' ? styles.silent : styles.told}>
        {told}
      </p>
      <Answered answer={answer}>
        {({ approvals, runs }) => {
          const waiting = runs.filter(({ state }) => state !== 'shown');
          const onDecide = approvals.mayDecide ? setDeciding : undefined;
          return (
            <>
              <p className={styles.note}>
                {texts.modes[approvals.mode]} {!approvals.mayDecide && texts.whoDecides}
              </p>
              {waiting.length === 0 && <p>{texts.none}</p>}
              {waiting.map((run) => (
                <WaitingRun key={run.run} run={run} onDecide={onDecide} onRead={setRead} />
              ))}
              <ShownRuns runs={runs.filter(({ state }) => state === 'shown')} onDecide={onDecide} onRead={setRead} />
              {deciding && (
                <DecideDialog
                  {...deciding}
                  longestWhy={approvals.longestWhy}
                  onDismiss={() => setDeciding(undefined)}
                  onSaved={() => {
                    const said = deciding.decision === 'approved' ? texts.decided.approved : texts.decided.rejected;
                    setTold(said(titleOf(deciding.run)));
                    setDeciding(undefined);
                    setDecided((n) => n + 1);
                  }}
                />
              )}
            </>
          );
        }}
      </Answered>
      {read && <CardDialog run={read} onDismiss={() => setRead(undefined)} />}
    </Section>
  );
}

interface WaitingProps {
  run: Run;
  onRead: (run: Run) => void;
  /** None for those who may not decide. */
  onDecide?: (deciding: Deciding) => void;
}

/** A run that is not shown: how its audit went, who has decided what so far, and what can be done. */
function WaitingRun({ run, onRead, onDecide }: WaitingProps) {
  const styles = useStyles2(getStyles);
  const { models: texts } = reviewTexts();
  const [isOpen, setIsOpen] = useState(false);
  const title = titleOf(run);
  return (
    <article className={styles.run} aria-label={title}>
      <header className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.note}>{texts.asOf(formatDate(run.as_of_date))}</span>
        {run.state === 'waiting' ? (
          <Badge color="orange" icon="clock-nine" text={stateOf(run)} />
        ) : (
          <Badge color="red" icon="times" text={stateOf(run)} />
        )}
      </header>
      <p className={styles.text}>{auditWords(run)}</p>
      {isByPerson(run) && (
        <p className={styles.text}>{texts.byPerson(run.decided_by, formatInstant(run.decided_at), run.why)}</p>
      )}
      <div className={styles.buttons}>
        {onDecide && (
          <>
            <Button
              size="sm"
              icon="check"
              aria-label={texts.label(texts.approve, title)}
              onClick={() => onDecide({ run, decision: 'approved' })}
            >
              {texts.approve}
            </Button>
            {run.state !== 'rejected' && (
              <Button
                size="sm"
                variant="destructive"
                fill="outline"
                icon="times"
                aria-label={texts.label(texts.reject, title)}
                onClick={() => onDecide({ run, decision: 'rejected' })}
              >
                {texts.reject}
              </Button>
            )}
          </>
        )}
        <Button
          size="sm"
          variant="secondary"
          icon="file-alt"
          aria-label={texts.cardLabel(title)}
          onClick={() => onRead(run)}
        >
          {texts.card}
        </Button>
        {run.n_failed > 0 && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon={isOpen ? 'angle-up' : 'angle-down'}
            aria-expanded={isOpen}
            aria-label={texts.label(texts.failedOnes, title)}
            onClick={() => setIsOpen(!isOpen)}
          >
            {texts.failedOnes}
          </Button>
        )}
      </div>
      {isOpen && (
        <div className={styles.failed}>
          <FailedComparisons run={run} />
        </div>
      )}
    </article>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  silent: css({ margin: 0 }),
  told: css({ margin: theme.spacing(0, 0, 1), color: theme.colors.success.text }),
  note: css({ color: theme.colors.text.secondary }),
  run: css({
    padding: theme.spacing(1.5),
    marginBottom: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  header: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  title: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  text: css({ margin: theme.spacing(0.5, 0), maxWidth: '90ch' }),
  failed: css({ marginTop: theme.spacing(1) }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
});
