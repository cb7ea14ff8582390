import { type QueryRange } from '../../client/client';
import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatDate, formatInstant, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { Controlled } from './Controlled';
import { OneLine } from './OneLine';
import { type Finding, type Mark, readFindings } from './read';
import { reviewTexts } from './texts';
import { roleWords } from './words';

interface Props {
  range: QueryRange;
  history: Map<string, Mark[]>;
  onMarked: () => void;
}

/** What stands out in the access log, the newest first, to be looked at and marked. */
export function FindingsSection({ range, history, onMarked }: Props) {
  const { findings: texts } = reviewTexts();
  const answer = useNamedQuery('review_findings', readFindings, undefined, range);
  return (
    <Section title={texts.title} help={texts.help} query={{ name: 'review_findings' }}>
      <Answered answer={answer}>{(rows) => <Findings rows={rows} history={history} onMarked={onMarked} />}</Answered>
    </Section>
  );
}

/** Who a finding is about; some rules are about several persons, or about somebody who is not known. */
function whoOf({ user_name, role, client }: Finding): string {
  const texts = reviewTexts();
  return user_name || (client !== '' && role === '' ? texts.manyUsers : texts.unknownUser);
}

function Findings({ rows, history, onMarked }: { rows: Finding[] } & Omit<Props, 'range'>) {
  const { findings: texts } = reviewTexts();
  const { columns, facts } = texts;
  const language = currentLanguage();
  const write = (n: number) => formatNumber(n, language, 1);
  const text = (id: string, title: string, of: (row: Finding) => string) => ({ id, title, value: of, text: of });
  const number = (id: 'measured' | 'threshold') => ({
    id,
    title: columns[id],
    isNumber: true,
    value: (row: Finding) => row[id],
    text: (row: Finding) => write(row[id]),
  });
  return (
    <Controlled
      caption={texts.title}
      rows={rows}
      rowId={(row) => row.finding_id}
      history={history}
      onMarked={onMarked}
      none={{ all: texts.none, open: texts.noneOpen, asked: texts.noneAsked }}
      initialSort={{ column: 'day', isDescending: true }}
      about={(row) => texts.about(row.title, whoOf(row))}
      columns={[
        text('rule', columns.rule, (row) => row.title),
        {
          id: 'day',
          title: columns.day,
          value: (row) => row.review_date,
          text: (row) => formatDate(row.review_date),
          render: (row) => <OneLine>{formatDate(row.review_date)}</OneLine>,
        },
        { ...text('who', columns.who, whoOf), render: (row) => <OneLine>{whoOf(row)}</OneLine> },
        text('role', columns.role, (row) => (row.role === '' ? '' : roleWords(row.role))),
        number('measured'),
        number('threshold'),
      ]}
      lead={(row) => row.why}
      facts={(row) => [
        [facts.who, row.role === '' ? whoOf(row) : `${whoOf(row)} (${roleWords(row.role)})`],
        [facts.when, [...new Set([row.first_at, row.last_at].map(formatInstant))].join(' – ')],
        [facts.measured, texts.counted(write(row.measured), write(row.threshold))],
        [facts.accesses, write(row.n_accesses)],
        [facts.client, row.client],
        [facts.areas, areasOf(row)],
      ]}
    />
  );
}

/** Areas come as a list in JSON. */
function areasOf({ areas }: Finding): string {
  try {
    return (JSON.parse(areas) as string[]).join(', ');
  } catch {
    return areas;
  }
}
