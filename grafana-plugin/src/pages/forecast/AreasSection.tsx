import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { unitOf } from '../overview/unitOf';
import { type Place } from './place';
import { type AreaForecast, readAreaForecasts } from './read';
import { forecastTexts } from './texts';

/** The areas beside each other so many months ahead; pressing one shows it. */
export function AreasSection({ place, onOpen }: { place: Place; onOpen: (area: string) => void }) {
  const { areas } = forecastTexts();
  const { resource, scenario, months } = place;
  const query = { name: 'forecast_by_area', parameters: { resource, scenario, horizon: months } };
  const answer = useNamedQuery(query.name, readAreaForecasts, query.parameters);
  const title = areas.title(String(months));
  return (
    <Section title={title} help={areas.help} query={query}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{areas.none}</Empty>
          ) : (
            <DataTable
              caption={title}
              rows={rows}
              columns={columns(unitOf(resource))}
              rowId={(row) => row.area_id}
              onOpen={(row) => onOpen(row.area_id)}
              initialSort={{ column: 'change', isDescending: true }}
            />
          )
        }
      </Answered>
    </Section>
  );
}

function columns(unit: string): Array<Column<AreaForecast>> {
  const language = currentLanguage();
  const { columns: titles, between } = forecastTexts().areas;
  const write = (value: number | null) => formatNumber(value, language);
  return [
    { id: 'name', title: titles.name, value: (row) => row.area_name, text: (row) => row.area_name },
    { id: 'now', title: titles.now, unit, isNumber: true, value: (row) => row.now, text: (row) => write(row.now) },
    { id: 'mean', title: titles.mean, unit, isNumber: true, value: (row) => row.mean, text: (row) => write(row.mean) },
    {
      id: 'change',
      title: titles.change,
      isNumber: true,
      value: (row) => row.change_share,
      text: (row) => formatShare(row.change_share, language, 1, 'exceptZero'),
    },
    {
      id: 'interval',
      title: titles.interval,
      isNumber: true,
      value: (row) => row.p90 - row.p10,
      text: (row) => between(write(row.p10), write(row.p90)),
    },
  ];
}
