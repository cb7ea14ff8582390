import { dateTime } from '@grafana/data';

import { useNamedQuery } from '../../client/useQuery';
import { Measure, Measures } from '../../components/Measure';
import { Sparkline } from '../../components/Sparkline';
import { formatNumber, formatShare } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { readTotalMonths, type TotalMonth, type Totals } from './read';

interface Props {
  totals: Totals;
  area: string;
}

type MeasureId = keyof ReturnType<typeof currentTexts>['overview']['measures'] & keyof TotalMonth;

const YEARS = 2; // of the small courses: enough to see a season come back

/** The latest month in six measures. */
export function NowSection({ totals, area }: Props) {
  const language = currentLanguage();
  const { overview, units } = currentTexts();
  const to = dateTime(totals.month);
  const range = { from: dateTime(totals.month).subtract(YEARS, 'year'), to };
  const months = useNamedQuery('total_months', readTotalMonths, { areas: area ? [area] : [] }, range);
  const course = months.state === 'ready' ? months.data : [];

  const measure = (id: MeasureId, unit: string, change?: number | null) => {
    const { title, help } = overview.measures[id];
    const values = course.map((month) => month[id] as number | null);
    const [first, last] = [values.find((value) => value !== null), values.findLast((value) => value !== null)];
    return (
      <Measure
        title={title}
        help={help}
        value={formatNumber(totals[id] as number | null, language)}
        unit={unit}
        note={change == null ? undefined : `${formatShare(change, language, 1, 'exceptZero')} ${overview.sinceYear}`}
      >
        {values.length > 1 && (
          <Sparkline
            values={values}
            width={150}
            height={32}
            label={overview.course(title, formatNumber(first, language), formatNumber(last, language))}
          />
        )}
      </Measure>
    );
  };

  const performed = overview.measures.performed_share;
  return (
    <Measures label={overview.now}>
      {measure('n_home_care_clients', units.persons)}
      {measure('home_care_granted_h', units.hoursPerMonth, totals.granted_change_share)}
      <Measure
        title={performed.title}
        help={performed.help}
        value={formatShare(totals.performed_share, language)}
        note={overview.ofGranted}
      />
      {measure('n_hsl_only_clients', units.persons)}
      {measure('nurse_h', units.hours)}
      {measure('rehab_h', units.hours)}
    </Measures>
  );
}
