import { useNamedQuery } from '../../client/useQuery';
import { Bars } from '../../components/Bars';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatChange, formatDate } from '../../format';
import { currentLanguage } from '../../texts';
import { type Place, scopeOf } from './place';
import { type Change, readChanges } from './read';
import { forecastTexts, nameOf, sentenceOf } from './texts';

/** What has changed since the forecast before, and why. */
export function ChangesSection({ place }: { place: Place }) {
  const { changes } = forecastTexts();
  const { kind } = scopeOf(place.scope);
  return (
    <Section title={changes.title} help={changes.help}>
      {kind === 'area' ? <Changes place={place} /> : <p>{changes.groups}</p>}
    </Section>
  );
}

function Changes({ place }: { place: Place }) {
  const { changes } = forecastTexts();
  const { id } = scopeOf(place.scope);
  const parameters = { area: id, resource: place.resource, horizon: place.months };
  const answer = useNamedQuery('forecast_changes', readChanges, parameters);
  return (
    <Answered answer={answer}>
      {(rows) => (rows.length === 0 ? <p>{changes.first}</p> : <Causes rows={rows} />)}
    </Answered>
  );
}

function Causes({ rows }: { rows: Change[] }) {
  const language = currentLanguage();
  const { changes } = forecastTexts();
  const total = rows.find((row) => row.cause === 'total');
  const bars = rows
    .filter((row) => row.cause !== 'total')
    .map((row) => ({
      label: nameOf(changes.causes, row.cause),
      value: row.change,
      text: formatChange(row.change, language, 1),
    }))
    .filter((bar) => bar.text !== '0');
  return (
    <>
      <p>
        {total && sentenceOf(total)} {rows[0] && changes.since(formatDate(rows[0].previous_as_of_date))}
      </p>
      {bars.length > 0 ? <Bars label={changes.title} bars={bars} /> : <p>{changes.same}</p>}
    </>
  );
}
