import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Badge, type BadgeColor, type IconName, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { type Cell } from '../../client/rows';
import { type Column, DataTable } from '../../components/DataTable';
import { type Sort } from '../../components/table';
import { formatInstant, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { MarkDialog } from './MarkDialog';
import { type Mark, type Verdict } from './read';
import { reviewTexts } from './texts';
import { chosen, type Shown, SHOWN, verdictWords } from './words';

type Row = Record<string, Cell> & { verdict: Verdict | '' };

interface Props<T extends Row> {
  caption: string;
  rows: T[];
  rowId: (row: T) => string;
  columns: Array<Column<T>>;
  initialSort: Sort;
  history: Map<string, Mark[]>;
  /** What is said where a choice shows nothing. */
  none: Record<Shown, string>;
  /** What a row is called in its dialog. */
  about: (row: T) => string;
  /** What stands first in the dialog. */
  lead?: (row: T) => string;
  /** What is told of a row in its dialog; what is empty is left out. */
  facts: (row: T) => Array<[string, string]>;
  onMarked: () => void;
}

/** Rows that somebody controls by hand: those left, those that wait for an answer, or all; a row opens the dialog to mark it in. */
export function Controlled<T extends Row>(props: Props<T>) {
  const { caption, rows, rowId, columns, initialSort, history, none, about, lead, facts, onMarked } = props;
  const styles = useStyles2(getStyles);
  const texts = reviewTexts();
  const language = currentLanguage();
  const [shown, setShown] = useState<Shown>('open');
  const [opened, setOpened] = useState<T>();
  const [told, setTold] = useState('');
  const visible = chosen(rows, shown);
  const verdict: Column<T> = {
    id: 'verdict',
    title: texts.findings.columns.verdict,
    value: (row) => row.verdict,
    text: (row) => verdictWords(row.verdict),
    render: (row) => <Control verdict={row.verdict} newest={history.get(rowId(row))?.[0]} />,
  };
  return (
    <>
      <div className={styles.bar}>
        <RadioButtonGroup
          className={styles.choices}
          aria-label={`${texts.show}: ${caption}`}
          value={shown}
          onChange={setShown}
          options={SHOWN.map((value) => ({
            value,
            label: texts.shown[value](formatNumber(chosen(rows, value).length, language)),
          }))}
        />
      </div>
      <p role="status" className={told === '' ? styles.silent : styles.told}>
        {told}
      </p>
      {visible.length === 0 ? (
        <p className={styles.none}>{rows.length === 0 ? none.all : none[shown]}</p>
      ) : (
        <DataTable
          key={shown}
          caption={caption}
          rows={visible}
          rowId={rowId}
          columns={[...columns, verdict]}
          initialSort={initialSort}
          onOpen={setOpened}
          pageSize={15}
        />
      )}
      {opened && (
        <MarkDialog
          subject={rowId(opened)}
          title={about(opened)}
          lead={lead?.(opened)}
          facts={facts(opened).filter(([, value]) => value !== '')}
          history={history.get(rowId(opened)) ?? []}
          onDismiss={() => setOpened(undefined)}
          onSaved={() => {
            setTold(texts.saved(about(opened)));
            setOpened(undefined);
            onMarked();
          }}
        />
      )}
    </>
  );
}

const badges: Record<Verdict, { color: BadgeColor; icon: IconName }> = {
  in_order: { color: 'green', icon: 'check' },
  asked: { color: 'orange', icon: 'clock-nine' },
  breach: { color: 'red', icon: 'exclamation-triangle' },
};

/** What the newest control came to, who made it and when. */
function Control({ verdict, newest }: { verdict: Verdict | ''; newest?: Mark }) {
  const styles = useStyles2(getStyles);
  const { mark } = reviewTexts();
  if (verdict === '') {
    return <span className={styles.by}>{verdictWords('')}</span>;
  }
  return (
    <span className={styles.control}>
      <Badge text={verdictWords(verdict)} {...badges[verdict]} />
      {newest && <span className={styles.by}>{mark.by(newest.marked_by, formatInstant(newest.marked_at))}</span>}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ marginBottom: theme.spacing(1), overflowX: 'auto' }),
  choices: css({ width: 'max-content', label: { flexShrink: 0 } }),
  silent: css({ margin: 0 }),
  told: css({ margin: theme.spacing(0, 0, 1), color: theme.colors.success.text }),
  none: css({ margin: theme.spacing(1, 0), color: theme.colors.text.secondary }),
  control: css({ display: 'inline-flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(0.25) }),
  by: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
