// What a page or a part of it shows when there is no answer to show.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Icon, type IconName, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

import { type Answer } from '../client/useQuery';
import { useWhoami } from '../client/useWhoami';
import { type Failure } from '../client/failure';
import { currentTexts } from '../texts';

/** An answer is on its way. */
export function Loading() {
  const texts = currentTexts();
  return (
    <div role="status">
      <LoadingPlaceholder text={texts.states.loading} />
    </div>
  );
}

interface NoticeProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
}

/** A calm notice in the middle of where the answer would have been. */
function Notice({ icon, title, children }: NoticeProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.notice}>
      <Icon name={icon} size="xl" aria-hidden />
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}

/** There is an answer, and it is that there is nothing. */
export function Empty({ children }: { children?: ReactNode }) {
  return (
    <Notice icon="info-circle" title={currentTexts().states.emptyTitle}>
      {children && <p>{children}</p>}
    </Notice>
  );
}

/** The reader may not see this, and is told whom to ask. */
export function NoAccess({ contact }: { contact?: string }) {
  const { states } = currentTexts();
  return (
    <Notice icon="lock" title={states.accessTitle}>
      {contact ? <p>{states.accessWhom(contact)}</p> : <AskWhom />}
    </Notice>
  );
}

/** Whom to ask, as the data source says, also to those who have no role. */
function AskWhom() {
  const { states } = currentTexts();
  const who = useWhoami();
  const contact = who.state === 'ready' ? who.data.contact : who.state === 'failed' ? who.failure.contact : undefined;
  return <p>{contact ? states.accessWhom(contact) : states.accessAsk}</p>;
}

interface FailedProps {
  failure: Failure;
  retry?: () => void;
}

/** No answer came; what the reader can do depends on why. */
export function Failed({ failure, retry }: FailedProps) {
  const { states } = currentTexts();
  if (failure.kind === 'access') {
    return <NoAccess contact={failure.contact} />;
  }
  const told = {
    network: { title: states.networkTitle, advice: states.networkAdvice },
    missing: { title: states.missingTitle, advice: undefined },
    yours: { title: states.yoursTitle, advice: undefined },
    ours: { title: states.oursTitle, advice: states.oursAdvice },
  }[failure.kind];
  return (
    <Alert title={told.title} severity={failure.kind === 'missing' ? 'info' : 'error'}>
      {told.advice && <p>{told.advice}</p>}
      {told.advice ? (
        <details>
          <summary>{states.details}</summary>
          {failure.message}
        </details>
      ) : (
        <p>{failure.message}</p>
      )}
      {retry && (
        <Button size="sm" variant="secondary" onClick={retry}>
          {states.retry}
        </Button>
      )}
    </Alert>
  );
}

interface AnsweredProps<T> {
  answer: Answer<T>;
  children: (data: T) => ReactNode;
}

/** Shows an answer, or where it has come. An answer that is being replaced stays, dimmed, so that the page does not jump. */
export function Answered<T>({ answer, children }: AnsweredProps<T>) {
  const styles = useStyles2(getStyles);
  switch (answer.state) {
    case 'loading':
      return <Loading />;
    case 'failed':
      return <Failed failure={answer.failure} retry={answer.retry} />;
    case 'ready':
      return (
        <div className={answer.isStale ? styles.stale : undefined} aria-busy={answer.isStale}>
          {children(answer.data)}
        </div>
      );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(4, 2),
    textAlign: 'center',
    color: theme.colors.text.secondary,
    p: { margin: 0, maxWidth: '60ch' },
  }),
  title: css({ color: theme.colors.text.primary, fontSize: theme.typography.h5.fontSize }),
  stale: css({ opacity: 0.6 }),
});
