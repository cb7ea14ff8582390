import { useNamedQuery } from '../../client/useQuery';
import { Bars } from '../../components/Bars';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatNumber } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { unitOf } from './unitOf';
import { type Driver, readDrivers, type Resource } from './read';

/** Why the forecast differs from now: changed needs, who comes and who leaves. */
export function DriversSection({ area, resource }: { area: string; resource: Resource }) {
  const { drivers } = currentTexts().overview;
  const query = { name: 'change_drivers', parameters: { area, resource } };
  const answer = useNamedQuery(query.name, readDrivers, query.parameters);
  return (
    <Section title={drivers.title} help={drivers.help} query={query}>
      <Answered answer={answer}>{(rows) => <DriverBars rows={rows} unit={unitOf(resource)} />}</Answered>
    </Section>
  );
}

function DriverBars({ rows, unit }: { rows: Driver[]; unit: string }) {
  const language = currentLanguage();
  const { drivers } = currentTexts().overview;
  const bars = Object.entries(drivers.kinds).flatMap(([driver, label]) => {
    const mean = rows.find((row) => row.driver === driver)?.mean ?? 0;
    return mean === 0 ? [] : [{ label, value: mean, text: formatChange(mean, language) }];
  });
  if (bars.length === 0) {
    return <Empty>{drivers.none}</Empty>;
  }
  const levelOf = (driver: string) => formatNumber(rows.find((row) => row.driver === driver)?.mean, language);
  return (
    <>
      <p>{drivers.sentence(levelOf('at_origin'), levelOf('all'), unit)}</p>
      <Bars label={drivers.title} bars={bars} />
    </>
  );
}
