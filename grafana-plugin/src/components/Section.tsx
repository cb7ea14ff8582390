import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import { type ReactNode, useId, useState } from 'react';

import { type NamedQuery } from '../client/types';
import { currentTexts } from '../texts';
import { Help } from './Help';
import { QuerySQL } from './QuerySQL';

interface Props {
  title: string;
  /** What the measure is, for the question mark beside the title. */
  help?: string;
  /** Choices that belong to the section, to the right of the title. */
  actions?: ReactNode;
  /** The query that the section shows, to be seen as SQL; a section whose button of exports has it needs none. */
  query?: Pick<NamedQuery, 'name' | 'parameters'>;
  children: ReactNode;
}

/** A part of a page with its own heading. */
export function Section({ title, help, actions, query, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {help && <Help about={title}>{help}</Help>}
        {query && <ShowSQL about={title} {...query} />}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

function ShowSQL({ about, ...query }: Pick<NamedQuery, 'name' | 'parameters'> & { about: string }) {
  const [isShown, setShown] = useState(false);
  const { sql } = currentTexts();
  return (
    <>
      <IconButton name="brackets-curly" variant="secondary" tooltip={sql.label(about)} onClick={() => setShown(true)} />
      {isShown && <QuerySQL {...query} onClose={() => setShown(false)} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(2),
    minWidth: 0,
  }),
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1.5),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h4.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  actions: css({
    marginLeft: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    maxWidth: '100%',
    overflowX: 'auto',
  }),
});
