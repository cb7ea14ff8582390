import { css } from '@emotion/css';
import { type DataFrame, type GrafanaTheme2 } from '@grafana/data';
import { Modal, useStyles2 } from '@grafana/ui';

import { type Cell, rowsOf } from '../../client/rows';
import { useNamedQuery } from '../../client/useQuery';
import { Answered, Empty } from '../../components/states';
import { formatNumber, formatShare } from '../../format';
import { currentLanguage, type Language } from '../../texts';
import { type Run } from './read';
import { titleOf } from './words';

/** model_card: one thing that the card says. */
interface CardRow extends Record<string, Cell> {
  section: string;
  section_sv: string;
  section_en: string;
  title_sv: string;
  title_en: string;
  group_sv: string;
  group_en: string;
  value: number | null;
  value_low: number | null;
  value_high: number | null;
  unit: string;
  text_sv: string;
  text_en: string;
}

const readCard = (frame: DataFrame) =>
  rowsOf<CardRow>(
    frame,
    'section',
    'section_sv',
    'title_sv',
    'group_sv',
    'value',
    'value_low',
    'value_high',
    'text_sv',
  );

/** Sections that stand open: what is decided on, what the run may be used for, how the audit went and what is known to be wrong. */
const READ_FIRST = ['approval', 'purpose', 'intended', 'excluded', 'target', 'audit', 'limits', 'alerts'];

/** The card of a run, to be read before it is decided on. */
export function CardDialog({ run, onDismiss }: { run: Run; onDismiss: () => void }) {
  const answer = useNamedQuery('model_card', readCard, { run: run.run });
  return (
    <Modal isOpen title={titleOf(run)} onDismiss={onDismiss}>
      <Answered answer={answer}>{(rows) => (rows.length === 0 ? <Empty /> : <Card rows={rows} />)}</Answered>
    </Modal>
  );
}

function Card({ rows }: { rows: CardRow[] }) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const sections = [...new Set(rows.map(({ section }) => section))];
  return (
    <>
      {sections.map((section) => {
        const own = rows.filter((row) => row.section === section);
        return (
          <details key={section} open={READ_FIRST.includes(section)}>
            <summary className={styles.heading}>{language === 'sv' ? own[0]?.section_sv : own[0]?.section_en}</summary>
            <ul className={styles.list}>
              {own.map((row, index) => (
                <li key={index}>{lineOf(row, language)}</li>
              ))}
            </ul>
          </details>
        );
      })}
    </>
  );
}

/** What a row of the card says, as one line: what and of whom, the value with its interval, and words. */
export function lineOf(row: CardRow, language: Language): string {
  const isSwedish = language === 'sv';
  const head = [isSwedish ? row.title_sv : row.title_en, isSwedish ? row.group_sv : row.group_en].filter(Boolean);
  const write = (value: number) =>
    row.unit === 'share' ? formatShare(value, language, 1) : formatNumber(value, language, 3);
  const parts: string[] = [];
  if (row.value !== null) {
    const interval =
      row.value_low === null || row.value_high === null ? '' : ` (${write(row.value_low)} – ${write(row.value_high)})`;
    parts.push(write(row.value) + interval);
  }
  const words = isSwedish ? row.text_sv : row.text_en;
  if (words) {
    parts.push(words);
  }
  const said = parts.join('. ');
  return head.length > 0 && said !== '' ? `${head.join(', ')}: ${said}` : head.join(', ') + said;
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ padding: theme.spacing(0.75, 0), fontSize: theme.typography.h5.fontSize, cursor: 'pointer' }),
  list: css({
    margin: 0,
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
    li: { marginBottom: theme.spacing(0.5) },
  }),
});
