import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';

import { type Column, DataTable } from '../../components/DataTable';
import { formatDate, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Deciding } from './DecideDialog';
import { OneLine } from './OneLine';
import { type Run } from './read';
import { reviewTexts } from './texts';
import { auditWords, isByPerson, titleOf } from './words';

interface Props {
  runs: Run[];
  onRead: (run: Run) => void;
  /** None for those who may not decide. */
  onDecide?: (deciding: Deciding) => void;
}

/** The runs that are shown, folded away: they wait for nobody, but whoever may decide can stop one. */
export function ShownRuns({ runs, onRead, onDecide }: Props) {
  const styles = useStyles2(getStyles);
  const { models: texts } = reviewTexts();
  const { columns: titles } = texts;
  const caption = texts.shownTitle(formatNumber(runs.length, currentLanguage()));
  const text = (id: string, title: string, of: (run: Run) => string) => ({ id, title, value: of, text: of });
  const columns: Array<Column<Run>> = [
    text('model', titles.model, titleOf),
    {
      id: 'asOf',
      title: titles.asOf,
      value: (run) => run.as_of_date,
      text: (run) => formatDate(run.as_of_date),
      render: (run) => <OneLine>{formatDate(run.as_of_date)}</OneLine>,
    },
    { ...text('audit', titles.audit, auditWords), isWide: true },
    text('decided', titles.decided, (run) => (isByPerson(run) ? run.decided_by : texts.automatic)),
  ];
  if (onDecide) {
    columns.push({
      ...text('stop', titles.stop, () => texts.stop),
      isUnsorted: true,
      render: (run) => (
        <Button
          size="sm"
          variant="destructive"
          fill="text"
          aria-label={texts.label(texts.stop, titleOf(run))}
          onClick={() => onDecide({ run, decision: 'rejected' })}
        >
          {texts.stop}
        </Button>
      ),
    });
  }
  return (
    <details>
      <summary className={styles.summary}>{caption}</summary>
      <DataTable
        caption={caption}
        rows={runs}
        rowId={(run) => run.run}
        columns={columns}
        onOpen={onRead}
        pageSize={50}
      />
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  summary: css({ padding: theme.spacing(0.5, 0), cursor: 'pointer' }),
});
