import { useNamedQuery } from '../../client/useQuery';
import { ExportButton } from '../../components/ExportButton';
import { FanChart } from '../../components/FanChart';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatMonth, formatNumber } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { unitOf } from '../overview/unitOf';
import { missingMonths, otherMethod, pointsOf } from './course';
import { Note } from './Note';
import { type Place, scopeOf } from './place';
import { scenarioName } from './PlaceBar';
import { type CourseRow, readCourse, readTrend, type ScopeRow } from './read';
import { type Scenario } from './scenarios';
import { forecastTexts, nameOf, sentenceOf } from './texts';
import { listed } from './words';

interface Props {
  place: Place;
  scenarios: Scenario[];
  choices: ScopeRow[];
}

/** What has been and what is expected, with the trend in words. */
export function CourseSection({ place, scenarios, choices }: Props) {
  const texts = forecastTexts();
  const { kind, id } = scopeOf(place.scope);
  const { resource, scenario } = place;
  const parameters = { scope_kind: kind, scope_id: id, resource, scenario };
  const answer = useNamedQuery('forecast_course', readCourse, parameters);
  const shown = scenarios.find((one) => one.scenario === scenario);
  const about = [texts.resources[resource], placeName(place, choices), shown ? scenarioName(shown) : scenario].join(
    ', ',
  );
  return (
    <Section
      title={texts.course.title}
      help={texts.course.help}
      actions={<ExportButton about={about} what={{ kind: 'query', name: 'forecast_course', parameters }} />}
    >
      <Answered answer={answer}>{(rows) => <Course rows={rows} place={place} about={about} />}</Answered>
    </Section>
  );
}

/** What a place is called. */
export function placeName({ scope }: Place, choices: ScopeRow[]): string {
  const { bar, categories } = forecastTexts();
  const choice = choices.find((one) => one.value === scope);
  if (!choice || scope === '') {
    return bar.whole;
  }
  return choice.scope_kind === 'category' ? nameOf(categories, choice.scope_id) : choice.text;
}

function Course({ rows, place, about }: { rows: CourseRow[]; place: Place; about: string }) {
  const language = currentLanguage();
  const { course, methods } = forecastTexts();
  const { forecast } = currentTexts().overview;
  const points = pointsOf(rows, place.months);
  const end = points.at(-1);
  if (!end || end.mean === null) {
    return <Empty>{course.none}</Empty>;
  }
  const unit = unitOf(place.resource);
  const write = (value: number | null) => formatNumber(value, language);
  const missing = missingMonths(rows).map((month) => formatMonth(month, language));
  const other = otherMethod(rows);
  return (
    <>
      <p>
        {forecast.sentence(write(end.mean), unit, formatMonth(end.month, language), write(end.p10), write(end.p90))}{' '}
        {end.reference != null && course.against(formatChange(end.mean - end.reference, language), unit)}
      </p>
      <TrendSentence place={place} />
      <FanChart
        label={about}
        unit={unit}
        points={points}
        names={{ trend: course.trend, change: course.change, reference: course.today }}
      />
      {scopeOf(place.scope).kind === 'selection' && <Note>{course.selection}</Note>}
      {missing.length > 0 && <Note>{course.missing(listed(missing))}</Note>}
      {other && <Note>{course.otherMethod(nameOf(methods, other).toLowerCase())}</Note>}
    </>
  );
}

/** Where it is going, as the trend says; nothing where it says nothing. */
function TrendSentence({ place }: { place: Place }) {
  const { course } = forecastTexts();
  const { kind, id } = scopeOf(place.scope);
  const trend = useNamedQuery('forecast_trend', readTrend, {
    scope_kind: kind,
    scope_id: id,
    resource: place.resource,
  });
  if (trend.state !== 'ready' || !trend.data) {
    return null;
  }
  return (
    <p>
      <strong>{course.trendSays}</strong> {sentenceOf(trend.data)}
    </p>
  );
}
