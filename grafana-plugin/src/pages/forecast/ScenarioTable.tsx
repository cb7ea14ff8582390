import { type Column, DataTable } from '../../components/DataTable';
import { formatChange, formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { formatMoney, formatMoneyChange } from './money';
import { AS_TODAY } from './place';
import { scenarioName } from './PlaceBar';
import { type Scenario, type ScenarioTotal } from './scenarios';
import { forecastTexts } from './texts';

interface Props {
  title: string;
  scenarios: Scenario[];
  totals: ScenarioTotal[];
  onOpen: (scenario: string) => void;
}

interface Row {
  scenario: Scenario;
  /** None while the scenario waits for the next forecast. */
  total?: ScenarioTotal;
}

/** The scenarios beside each other, as today first. */
export function ScenarioTable({ title, scenarios, totals, onOpen }: Props) {
  const rows = scenarios.map((scenario): Row => {
    const total = totals.find((one) => one.scenario === scenario.scenario);
    return scenario.state === 'waiting' ? { scenario } : { scenario, total };
  });
  return (
    <DataTable
      caption={title}
      rows={rows}
      columns={columns(rows)}
      rowId={(row) => row.scenario.scenario}
      onOpen={(row) => onOpen(row.scenario.scenario)}
      canChooseColumns
    />
  );
}

/** What there is to know of a scenario's numbers; nothing where they are its own. */
function stateOf({ scenario, total }: Row): string {
  const { scenario: texts } = forecastTexts();
  if (scenario.state === 'waiting') {
    return texts.waiting;
  }
  if (scenario.state === 'outdated') {
    return texts.outdated;
  }
  return total ? '' : texts.noneNumbers;
}

function columns(rows: Row[]): Array<Column<Row>> {
  const language = currentLanguage();
  const { scenario: texts, units } = forecastTexts();
  const { columns: titles } = texts;
  const number = (
    id: keyof ScenarioTotal & string,
    title: string,
    write: (value: number | null) => string,
    unit?: string,
  ): Column<Row> => ({
    id,
    title,
    unit,
    isNumber: true,
    value: ({ total }) => (total?.[id] as number | null | undefined) ?? null,
    // As today differs from nothing.
    text: ({ scenario, total }) =>
      total && !(scenario.scenario === AS_TODAY && id.startsWith('difference'))
        ? write(total[id] as number | null)
        : '',
  });
  const change = (decimals: number) => (value: number | null) => formatChange(value, language, decimals);
  const size = (decimals: number) => (value: number | null) => formatNumber(value, language, decimals);
  return [
    {
      id: 'name',
      title: titles.name,
      value: (row) => scenarioName(row.scenario),
      text: (row) => scenarioName(row.scenario),
    },
    number('difference_h', titles.difference, change(0)),
    number('difference_share', titles.share, (value) => formatShare(value, language, 1, 'exceptZero')),
    number('difference_fte', titles.fteDifference, change(1)),
    number('difference_sek', titles.sekDifference, formatMoneyChange, units.sek),
    number('client_h', titles.hours, size(0), units.hours),
    number('needed_fte', titles.fte, size(1)),
    number('cost_sek', titles.sek, formatMoney, units.sek),
    ...(rows.some((row) => stateOf(row) !== '')
      ? [{ id: 'state', title: texts.numbers, value: stateOf, text: stateOf }]
      : []),
    {
      id: 'author',
      title: titles.author,
      isHidden: true,
      value: (row) => row.scenario.author,
      text: (row) => row.scenario.author,
    },
  ];
}
