import { type QueryRange } from '../../client/client';
import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatDate, formatInstant, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { Controlled } from './Controlled';
import { OneLine } from './OneLine';
import { type Mark, readSamples, type Sample } from './read';
import { reviewTexts } from './texts';
import { placeWords, purposeWords, roleWords } from './words';

interface Props {
  range: QueryRange;
  history: Map<string, Mark[]>;
  onMarked: () => void;
}

/** Accesses drawn for control by hand, to be looked at and marked. */
export function SamplesSection({ range, history, onMarked }: Props) {
  const { samples: texts } = reviewTexts();
  const answer = useNamedQuery('review_samples', readSamples, undefined, range);
  return (
    <Section title={texts.title} help={texts.help} query={{ name: 'review_samples' }}>
      <Answered answer={answer}>{(rows) => <Samples rows={rows} history={history} onMarked={onMarked} />}</Answered>
    </Section>
  );
}

function Samples({ rows, history, onMarked }: { rows: Sample[] } & Omit<Props, 'range'>) {
  const { samples: texts, findings } = reviewTexts();
  const { columns, facts } = texts;
  const language = currentLanguage();
  const text = (id: string, title: string, of: (row: Sample) => string) => ({ id, title, value: of, text: of });
  const clients = (row: Sample) => formatNumber(row.n_clients, language);
  return (
    <Controlled
      caption={texts.title}
      rows={rows}
      rowId={(row) => row.access_id}
      history={history}
      onMarked={onMarked}
      none={{ all: texts.none, open: findings.noneOpen, asked: findings.noneAsked }}
      initialSort={{ column: 'when', isDescending: true }}
      about={(row) => texts.about(row.user_name, formatInstant(row.accessed_at))}
      columns={[
        {
          id: 'when',
          title: columns.when,
          value: (row) => row.accessed_at,
          text: (row) => formatInstant(row.accessed_at),
          render: (row) => <OneLine>{formatInstant(row.accessed_at)}</OneLine>,
        },
        { ...text('who', columns.who, (row) => row.user_name), render: (row) => <OneLine>{row.user_name}</OneLine> },
        text('role', columns.role, (row) => roleWords(row.role)),
        text('where', columns.where, placeWords),
        { id: 'clients', title: columns.clients, isNumber: true, value: (row) => row.n_clients, text: clients },
        text('purpose', columns.purpose, purposeWords),
      ]}
      facts={(row) => [
        [columns.who, `${row.user_name} (${roleWords(row.role)})`],
        [columns.when, formatInstant(row.accessed_at)],
        [columns.where, placeWords(row)],
        [facts.request, row.request],
        [columns.clients, clients(row)],
        [columns.purpose, purposeWords(row)],
        [facts.week, formatDate(row.week_date)],
      ]}
    />
  );
}
