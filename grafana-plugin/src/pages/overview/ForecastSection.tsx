import { RadioButtonGroup } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { type FanPoint } from '../../components/fan';
import { FanChart } from '../../components/FanChart';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatMonth, formatNumber } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { readFan, type Resource, RESOURCES } from './read';
import { unitOf } from './unitOf';

interface Props {
  area: string;
  resource: Resource;
  onResource: (resource: Resource) => void;
}

const YEAR = 12; // months ahead that the overview shows

/** What has been and what is expected in the next year. */
export function ForecastSection({ area, resource, onResource }: Props) {
  const { overview } = currentTexts();
  const { forecast } = overview;
  const query = { name: 'forecast_fan', parameters: { area, resource } };
  const answer = useNamedQuery(query.name, readFan, query.parameters);
  return (
    <Section
      title={forecast.title}
      help={forecast.help}
      query={query}
      actions={
        <RadioButtonGroup
          size="sm"
          aria-label={forecast.resource}
          value={resource}
          onChange={onResource}
          options={RESOURCES.map((value) => ({ value, label: forecast.resources[value] }))}
        />
      }
    >
      <Answered answer={answer}>{(points) => <Fan points={oneYear(points)} resource={resource} />}</Answered>
    </Section>
  );
}

/** The course, and the forecast as far as a year. */
function oneYear(points: FanPoint[]): FanPoint[] {
  const last = points.findLastIndex((point) => point.outcome !== null);
  return last < 0 ? points : points.slice(0, last + YEAR + 1);
}

function Fan({ points, resource }: { points: FanPoint[]; resource: Resource }) {
  const language = currentLanguage();
  const { overview } = currentTexts();
  const unit = unitOf(resource);
  const end = points.at(-1);
  if (!end || end.mean === null) {
    return <Empty>{overview.forecast.none}</Empty>;
  }
  const write = (value: number | null) => formatNumber(value, language);
  return (
    <>
      <p>
        {overview.forecast.sentence(
          write(end.mean),
          unit,
          formatMonth(end.month, language),
          write(end.p10),
          write(end.p90),
        )}
      </p>
      <FanChart label={overview.forecast.resources[resource]} unit={unit} points={points} />
    </>
  );
}
