import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useMemo, useState } from 'react';

import { namedQuery, runQuery } from '../../client/client';
import { useAnswer, useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatNumber } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { courseOf, type Given, type Names } from './course';
import { CoursePicture } from './CoursePicture';
import { CourseTable } from './CourseTable';
import {
  readDecisions,
  readEvents,
  readExpected,
  readMonths,
  readServices,
  readStates,
  readTrend,
  type Trend,
} from './read';
import { clientTexts } from './texts';

type Range = 'year' | 'three' | 'all';
const MONTHS: Record<Range, number | undefined> = { year: 12, three: 36, all: undefined };

interface Props {
  id: string;
  /** Changes when something was saved. */
  version: number;
}

/** Everything about the client on one time axis, or as a table. */
export function CourseSection({ id, version }: Props) {
  const { course } = clientTexts();
  const [range, setRange] = useState<Range>('three');
  const answer = useAnswer(`course ${id} ${version}`, (signal) => readGiven(id, signal));
  const options = (['year', 'three', 'all'] as const).map((value) => ({ value, label: course.ranges[value] }));
  return (
    <Section
      title={course.title}
      help={course.help}
      actions={
        <RadioButtonGroup size="sm" aria-label={course.range} value={range} onChange={setRange} options={options} />
      }
    >
      <Sentence id={id} />
      <Answered answer={answer}>{(given) => <Shown given={given} range={range} />}</Answered>
    </Section>
  );
}

async function readGiven(client: string, signal: AbortSignal): Promise<Given> {
  const ask = (name: string) => runQuery(namedQuery(name, { client }), signal);
  const [months, expected, states, services, decisions, events] = await Promise.all([
    ask('client_months').then(readMonths),
    ask('client_expected_hours').then(readExpected),
    ask('client_states').then(readStates),
    ask('client_services').then(readServices),
    ask('client_decisions').then(readDecisions),
    ask('client_events').then(readEvents),
  ]);
  return { months, expected, states, services, decisions, events };
}

/** How things are called on the axis. */
function names(): Names {
  const texts = clientTexts();
  const language = currentLanguage();
  return {
    lifeArea: (code) => texts.lifeAreas[code] ?? code,
    category: (code) => texts.categories[code] ?? code,
    service: (service) => (language === 'sv' ? service.name_sv : service.name_en) || service.service_code,
    intervention: (decision) => (language === 'sv' ? decision.title_sv : decision.title_en),
    hours: (hours) => formatNumber(hours, language, 1),
  };
}

function Shown({ given, range }: { given: Given; range: Range }) {
  const styles = useStyles2(getStyles);
  const texts = clientTexts();
  const { chart } = currentTexts();
  const language = currentLanguage();
  const [asTable, setAsTable] = useState(false);
  const course = useMemo(() => courseOf(given, names(), MONTHS[range]), [given, range]);
  if (!course) {
    return <Empty>{texts.course.none}</Empty>;
  }
  const end = given.expected.at(-1);
  const write = (hours: number) => formatNumber(hours, language, 1);
  return (
    <>
      {end && (
        <p className={styles.sentence}>
          {texts.course.expectedSentence(
            write(end.hours_expected),
            write(end.hours_expected_low),
            write(end.hours_expected_high),
          )}
        </p>
      )}
      {asTable ? <CourseTable course={course} /> : <CoursePicture course={course} />}
      <div className={styles.foot}>
        <Button variant="secondary" fill="text" size="sm" onClick={() => setAsTable(!asTable)}>
          {asTable ? chart.asChart : chart.asTable}
        </Button>
      </div>
    </>
  );
}

/** Where the hours are going, in words. */
function Sentence({ id }: { id: string }) {
  const styles = useStyles2(getStyles);
  const answer = useNamedQuery('client_trend', readTrend, { client: id });
  return answer.state === 'ready' && answer.data ? (
    <p className={styles.sentence}>{trendSentence(answer.data)}</p>
  ) : null;
}

/** A trend as a sentence; empty for a verdict that nobody has words for. */
export function trendSentence({ verdict, slope, slope_low, slope_high }: Trend): string {
  const language = currentLanguage();
  const write = (value: number | null) => formatChange(value, language, 1);
  return clientTexts().course.sentence[verdict]?.(write(slope), write(slope_low), write(slope_high)) ?? '';
}

const getStyles = (theme: GrafanaTheme2) => ({
  sentence: css({ margin: theme.spacing(0, 0, 0.5) }),
  foot: css({ display: 'flex', justifyContent: 'flex-end', marginTop: theme.spacing(1) }),
});
