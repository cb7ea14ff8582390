import { Button } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { type Place, scopeOf } from './place';
import { type Accuracy, readAccuracies } from './read';
import { forecastTexts } from './texts';
import { said } from './words';

/** The query of how right earlier forecasts of the same have been; of a target group, those of the municipality. */
export function accuracyQuery({ scope, resource }: Place) {
  const { kind, id } = scopeOf(scope);
  return { name: 'forecast_accuracy_of_area', parameters: { area: kind === 'area' ? id : '', resource } };
}

export function useAccuracies(place: Place) {
  const { name, parameters } = accuracyQuery(place);
  return useNamedQuery(name, readAccuracies, parameters);
}

/** How far the forecast is to be trusted, beside it. */
export function AccuracySummary({ place, onMore }: { place: Place; onMore: () => void }) {
  const { accuracy } = forecastTexts();
  const answer = useAccuracies(place);
  return (
    <Section title={accuracy.short} help={accuracy.help} query={accuracyQuery(place)}>
      <Answered answer={answer}>{(rows) => <AccuracyInWords rows={rows} place={place} />}</Answered>
      <Button variant="secondary" size="sm" onClick={onMore}>
        {accuracy.more}
      </Button>
    </Section>
  );
}

/** The accuracy of the published forecast in a few sentences. */
export function AccuracyInWords({ rows, place }: { rows: Accuracy[]; place: Place }) {
  const { accuracy } = forecastTexts();
  const words = said(rows);
  if (!words) {
    return <p>{accuracy.none}</p>;
  }
  return (
    <>
      {scopeOf(place.scope).kind !== 'area' && <p>{accuracy.groups}</p>}
      <ul style={{ padding: '0 0 0.75em 1.2em', display: 'grid', gap: 4 }}>
        <li>{words.skill}</li>
        <li>{words.bias}</li>
        <li>{words.coverage}</li>
        <li>{words.basis}</li>
      </ul>
    </>
  );
}
