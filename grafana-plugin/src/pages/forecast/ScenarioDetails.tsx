import { Alert, Button } from '@grafana/ui';
import { useState } from 'react';

import { type Failure, toFailure } from '../../client/failure';
import { useNamedQuery } from '../../client/useQuery';
import { DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatChange, formatDate, formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { formatMoneyChange } from './money';
import { AS_TODAY } from './place';
import { scenarioName } from './PlaceBar';
import { changedParts, readYears, removeScenario, type Scenario, type ScenarioYear, type Supposed } from './scenarios';
import { forecastTexts, nameOf } from './texts';

interface Props {
  scenario?: Scenario;
  area: string;
  mayRemove: boolean;
  onRemoved: (name: string) => void;
}

/** What the chosen scenario supposes, and its difference by budget year. */
export function ScenarioDetails({ scenario, area, mayRemove, onRemoved }: Props) {
  const { scenario: texts } = forecastTexts();
  if (!scenario || scenario.scenario === AS_TODAY) {
    return <p>{texts.chooseOne}</p>;
  }
  return (
    <>
      <Section title={`${texts.supposes}: ${scenarioName(scenario)}`}>
        <Supposes scenario={scenario} />
        {mayRemove && <Remove scenario={scenario} onRemoved={onRemoved} />}
      </Section>
      {scenario.state !== 'waiting' && <Years scenario={scenario} area={area} />}
    </>
  );
}

function Supposes({ scenario }: { scenario: Scenario }) {
  const { scenario: texts } = forecastTexts();
  const description = currentLanguage() === 'en' ? scenario.description_en : scenario.description_sv;
  const parts = changedParts(scenario);
  return (
    <>
      <p>{description}</p>
      {parts.length === 0 ? (
        <p>{texts.nothing}</p>
      ) : (
        <ul style={{ paddingLeft: '1.2em' }}>
          {parts.map((part) => (
            <li key={part}>
              {texts.parts[part]}: <strong>{written(part, scenario[part])}</strong>
            </li>
          ))}
        </ul>
      )}
      {scenario.author !== 'framsyn' && <p>{texts.madeBy(scenario.author, formatDate(scenario.created_date))}</p>}
    </>
  );
}

/** A part of a scenario as it is read. */
export function written(part: keyof Supposed, value: string | number): string {
  const language = currentLanguage();
  const { scenario: texts } = forecastTexts();
  if (part === 'population_variant') {
    return nameOf(texts.populations, String(value));
  }
  if (part === 'prevention_kind') {
    return value === '' ? texts.anyKind : String(value);
  }
  if (part === 'prevention_share') {
    return formatShare(Number(value), language);
  }
  return part.endsWith('_pct_per_year')
    ? formatChange(Number(value), language, 2)
    : formatNumber(Number(value), language, 2);
}

function Years({ scenario, area }: { scenario: Scenario; area: string }) {
  const language = currentLanguage();
  const { scenario: texts, units } = forecastTexts();
  const answer = useNamedQuery('scenario_years', readYears, { area });
  const title = texts.years(scenarioName(scenario));
  type Id = 'difference_h' | 'difference_fte' | 'difference_sek';
  const change = (id: Id, title: string, write: (value: number | null) => string, unit?: string) => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row: ScenarioYear) => row[id],
    text: (row: ScenarioYear) => write(row[id]),
  });
  return (
    <Section title={title}>
      <Answered answer={answer}>
        {(rows) => (
          <DataTable
            caption={title}
            rows={rows.filter((row) => row.scenario === scenario.scenario)}
            rowId={(row) => String(row.year)}
            columns={[
              { id: 'year', title: texts.year, value: (row) => row.year, text: (row) => String(row.year) },
              {
                id: 'months',
                title: texts.monthsInYear,
                isNumber: true,
                value: (row) => row.n_months,
                text: (row) => String(row.n_months),
              },
              change('difference_h', texts.columns.difference, (value) => formatChange(value, language)),
              change('difference_fte', texts.columns.fteDifference, (value) => formatChange(value, language, 1)),
              change('difference_sek', texts.columns.sekDifference, formatMoneyChange, units.sek),
            ]}
          />
        )}
      </Answered>
    </Section>
  );
}

function Remove({ scenario, onRemoved }: { scenario: Scenario; onRemoved: (name: string) => void }) {
  const { scenario: texts } = forecastTexts();
  const [failure, setFailure] = useState<Failure>();
  function remove() {
    setFailure(undefined);
    removeScenario(scenario.scenario).then(
      () => onRemoved(scenarioName(scenario)),
      (error: unknown) => setFailure(toFailure(error)),
    );
  }
  return (
    <>
      {failure && <Alert severity="error" title={failure.message} />}
      <Button size="sm" variant="secondary" icon="trash-alt" onClick={remove}>
        {texts.remove}
      </Button>
    </>
  );
}
