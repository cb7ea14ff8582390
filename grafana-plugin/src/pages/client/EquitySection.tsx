import { useNamedQuery } from '../../client/useQuery';
import { Interval } from '../../components/Interval';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatDate, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Equity, readEquity } from './read';
import { clientTexts } from './texts';

/** Equal treatment: what such a need gets on average, beside what this decision gave. */
export function EquitySection({ id }: { id: string }) {
  const { equity } = clientTexts();
  const query = { name: 'client_equity', parameters: { client: id } };
  const answer = useNamedQuery(query.name, readEquity, query.parameters);
  return (
    <Section title={equity.title} help={equity.help} query={query}>
      <Answered answer={answer}>{(row) => (row ? <Compared row={row} /> : <p>{equity.none}</p>)}</Answered>
    </Section>
  );
}

function Compared({ row }: { row: Equity }) {
  const language = currentLanguage();
  const { equity: texts } = clientTexts();
  const { expected_h, expected_low_h, expected_high_h } = row;
  const reason = texts.reasons[row.comparison];
  if (expected_h === null || expected_low_h === null || expected_high_h === null) {
    return <p>{reason ? texts.notCompared(reason) : texts.none}</p>;
  }
  const write = (hours: number) => formatNumber(hours, language, 1);
  const top = Math.max(expected_high_h, row.granted_h, row.norm_h ?? 0) * 1.1;
  return (
    <>
      <p>
        {texts.sentence(
          formatDate(row.decided_date),
          write(row.granted_h),
          write(expected_h),
          write(expected_low_h),
          write(expected_high_h),
        )}{' '}
        {reason ? texts.notCompared(reason) : texts[placeOf(row.granted_h, expected_low_h, expected_high_h)]}
      </p>
      <Interval low={expected_low_h} value={expected_h} high={expected_high_h} other={row.granted_h} scale={[0, top]} />
      {row.norm_h !== null && <p>{texts.norm(write(row.norm_h))}</p>}
    </>
  );
}

/** Where granted hours lie against the span of eight decisions of ten. */
export function placeOf(granted: number, low: number, high: number): 'inside' | 'above' | 'below' {
  if (granted > high) {
    return 'above';
  }
  return granted < low ? 'below' : 'inside';
}
