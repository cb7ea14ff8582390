import { useNamedQuery } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { Answered } from '../../components/states';
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Comparison, readComparisons, type Run } from './read';
import { reviewTexts } from './texts';
import { titleOf } from './words';

/** The comparisons between groups that the audit of a run has failed. */
export function FailedComparisons({ run }: { run: Run }) {
  const { models: texts } = reviewTexts();
  const { comparison } = texts;
  const language = currentLanguage();
  const isSwedish = language === 'sv';
  const answer = useNamedQuery('model_card_audit', readComparisons, { run: run.run });
  const write = (value: number | null) => formatNumber(value, language, 2);
  const between = (low: number | null, high: number | null) => comparison.between(write(low), write(high));
  const limit = ({ limit_low, limit_high }: Comparison) => {
    if (limit_low !== null && limit_high !== null) {
      return between(limit_low, limit_high);
    }
    return limit_low === null ? comparison.atMost(write(limit_high)) : comparison.atLeast(write(limit_low));
  };
  const group = (row: Comparison) =>
    isSwedish ? `${row.grouping_sv}: ${row.group_sv}` : `${row.grouping_en}: ${row.group_en}`;
  const measure = (row: Comparison) => (isSwedish ? row.measure_sv : row.measure_en);
  const text = (id: string, title: string, of: (row: Comparison) => string) => ({ id, title, value: of, text: of });
  return (
    <Answered answer={answer}>
      {(rows) => (
        <DataTable
          caption={texts.label(texts.failedOnes, titleOf(run))}
          rows={rows.filter(({ verdict }) => verdict === 'failed')}
          rowId={(row) => `${measure(row)} ${group(row)}`}
          columns={[
            text('group', comparison.group, group),
            text('measure', comparison.measure, measure),
            {
              id: 'value',
              title: comparison.value,
              isNumber: true,
              value: (row) => row.value,
              text: (row) => write(row.value),
            },
            text('family', comparison.family, (row) => between(row.family_low, row.family_high)),
            text('limit', comparison.limit, limit),
          ]}
        />
      )}
    </Answered>
  );
}
