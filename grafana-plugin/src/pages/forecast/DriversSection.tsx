import { useNamedQuery } from '../../client/useQuery';
import { type Bar, Bars } from '../../components/Bars';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Driver, readDrivers } from '../overview/read';
import { unitOf } from '../overview/unitOf';
import { type Place, scopeOf } from './place';
import { forecastTexts } from './texts';

/** Why the forecast differs from now: changed needs, who comes and who leaves. */
export function DriversSection({ place }: { place: Place }) {
  const { drivers } = forecastTexts();
  const { kind, id } = scopeOf(place.scope);
  const { resource, scenario, months } = place;
  const parameters = { scope_kind: kind, scope_id: id, resource, scenario, horizon: months };
  const query = { name: 'forecast_drivers', parameters };
  const answer = useNamedQuery(query.name, readDrivers, query.parameters);
  return (
    <Section title={drivers.title} help={drivers.help} query={query}>
      <Answered answer={answer}>{(rows) => <DriverBars rows={rows} unit={unitOf(resource)} />}</Answered>
    </Section>
  );
}

function DriverBars({ rows, unit }: { rows: Driver[]; unit: string }) {
  const language = currentLanguage();
  const { drivers } = forecastTexts();
  const of = (driver: string) => rows.find((row) => row.driver === driver)?.mean;
  const level = (driver: string) => formatNumber(of(driver), language);
  const month = formatMonth(rows[0]?.month, language);
  if (rows.length === 0) {
    return <Empty>{drivers.none}</Empty>;
  }
  // Of groups and selections only today's and new clients are told apart: levels, not changes.
  const isWhole = of('at_origin') !== undefined;
  const bars = Object.entries(isWhole ? drivers.kinds : drivers.group).flatMap(([driver, label]): Bar[] => {
    const value = of(driver) ?? 0;
    const text = isWhole ? formatChange(value, language) : formatNumber(value, language);
    return text === '0' ? [] : [{ label, value, text }];
  });
  return (
    <>
      <p>
        {isWhole
          ? drivers.sentence(level('at_origin'), level('all'), unit, month)
          : drivers.groupSentence(level('all'), unit, month)}
      </p>
      {bars.length > 0 && <Bars label={drivers.title} bars={bars} />}
    </>
  );
}
