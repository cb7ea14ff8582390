import { useNamedQuery } from '../../client/useQuery';
import { Bars } from '../../components/Bars';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { unitOf } from '../overview/unitOf';
import { AccuracyInWords, accuracyQuery, useAccuracies } from './AccuracySummary';
import { type ViewProps } from './view';
import { type Place, scopeOf } from './place';
import { type Accuracy, readVerdicts, readWeights } from './read';
import { forecastTexts, nameOf, sentenceOf } from './texts';
import { ahead } from './words';

/** How right earlier forecasts have been, at every horizon and by every method. */
export function AccuracyView({ place }: ViewProps) {
  const { accuracy } = forecastTexts();
  const answer = useAccuracies(place);
  const level = scopeOf(place.scope).id === '' ? 'total' : 'area';
  return (
    <>
      <Section title={accuracy.title} help={accuracy.help} query={accuracyQuery(place)}>
        <Answered answer={answer}>
          {(rows) => (
            <>
              <AccuracyInWords rows={rows} place={place} />
              {rows.length > 0 && (
                <Horizons rows={rows.filter((row) => row.method === 'blend')} unit={unitOf(place.resource)} />
              )}
            </>
          )}
        </Answered>
      </Section>
      <Section title={accuracy.perMethod} help={accuracy.perMethodHelp}>
        <Answered answer={answer}>{(rows) => <Methods rows={rows} />}</Answered>
      </Section>
      <Verdicts place={place} level={level} />
      <Weights place={place} level={level} />
    </>
  );
}

function Horizons({ rows, unit }: { rows: Accuracy[]; unit: string }) {
  const language = currentLanguage();
  const { accuracy } = forecastTexts();
  const { columns: titles } = accuracy;
  const number = (id: 'mase' | 'naive_mase' | 'mae' | 'n_origins', title: string, decimals: number, of?: string) => ({
    id,
    title,
    unit: of,
    isNumber: true,
    value: (row: Accuracy) => row[id],
    text: (row: Accuracy) => formatNumber(row[id], language, decimals),
  });
  const columns: Array<Column<Accuracy>> = [
    {
      id: 'horizon',
      title: titles.horizon,
      value: (row) => row.horizon_months,
      text: (row) => ahead(row.horizon_months),
    },
    {
      id: 'better',
      title: titles.better,
      value: (row) => Number(row.is_better ?? 0),
      text: (row) => (row.is_better ? accuracy.yes : accuracy.no),
    },
    number('mase', titles.mase, 2),
    number('naive_mase', titles.naive, 2),
    {
      id: 'bias',
      title: titles.bias,
      isNumber: true,
      value: (row) => row.bias_share,
      text: (row) => formatShare(row.bias_share, language, 1, 'exceptZero'),
    },
    number('mae', titles.mae, 0, unit),
    {
      id: 'coverage',
      title: titles.coverage,
      isNumber: true,
      value: (row) => row.coverage_80,
      text: (row) => formatShare(row.coverage_80, language),
    },
    number('n_origins', titles.origins, 0),
  ];
  return (
    <DataTable
      caption={accuracy.title}
      rows={rows}
      columns={columns}
      rowId={(row) => String(row.horizon_months)}
      initialSort={{ column: 'horizon', isDescending: false }}
    />
  );
}

/** A row a method, a column a horizon. */
function Methods({ rows }: { rows: Accuracy[] }) {
  const language = currentLanguage();
  const { accuracy, methods } = forecastTexts();
  const horizons = [...new Set(rows.map((row) => row.horizon_months))].sort((a, b) => a - b);
  const names = [...new Set(rows.map((row) => row.method))];
  const mase = (method: string, horizon: number) =>
    rows.find((row) => row.method === method && row.horizon_months === horizon)?.mase ?? null;
  if (names.length === 0) {
    return <p>{accuracy.none}</p>;
  }
  return (
    <DataTable
      caption={accuracy.perMethod}
      rows={names}
      rowId={(method) => method}
      columns={[
        {
          id: 'method',
          title: accuracy.columns.method,
          value: (m) => nameOf(methods, m),
          text: (m) => nameOf(methods, m),
        },
        ...horizons.map((horizon) => ({
          id: String(horizon),
          title: ahead(horizon),
          isNumber: true,
          value: (method: string) => mase(method, horizon),
          text: (method: string) => formatNumber(mase(method, horizon), language, 2),
        })),
      ]}
    />
  );
}

interface LevelProps {
  place: Place;
  /** Whether the municipality or its areas are judged. */
  level: 'total' | 'area';
}

function Verdicts({ place, level }: LevelProps) {
  const { accuracy } = forecastTexts();
  const query = { name: 'forecast_verdicts', parameters: { resource: place.resource, level } };
  const answer = useNamedQuery(query.name, readVerdicts, query.parameters);
  return (
    <Section title={accuracy.verdicts} help={accuracy.verdictsHelp} query={query}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{accuracy.none}</p>
          ) : (
            <ul style={{ paddingLeft: '1.2em' }}>
              {rows.map((row) => (
                <li key={row.horizon_from_months}>{sentenceOf(row)}</li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  );
}

function Weights({ place, level }: LevelProps) {
  const language = currentLanguage();
  const { accuracy, methods } = forecastTexts();
  const query = { name: 'forecast_weights', parameters: { resource: place.resource, level, horizon: place.months } };
  const answer = useNamedQuery(query.name, readWeights, query.parameters);
  const title = accuracy.weights(ahead(place.months));
  return (
    <Section title={title} help={accuracy.weightsHelp} query={query}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{accuracy.none}</p>
          ) : (
            <Bars
              label={title}
              bars={rows.map((row) => ({
                label: nameOf(methods, row.method),
                value: row.weight,
                text: formatShare(row.weight, language),
              }))}
            />
          )
        }
      </Answered>
    </Section>
  );
}
