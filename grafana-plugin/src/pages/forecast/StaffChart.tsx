import { Button } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { FanChart } from '../../components/FanChart';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { type Gap, readStaffMonths } from './read';
import { forecastTexts, nameOf } from './texts';

interface Props {
  gap: Gap;
  scenario: string;
  months: number;
  onMonths: () => void;
}

const LONGEST = 36;

/** The need of one profession in one area against who is there, month by month. */
export function StaffChart({ gap, scenario, months, onMonths }: Props) {
  const { staffing, professions, units, bar } = forecastTexts();
  const { area_id: area, profession } = gap;
  const query = { name: 'staffing_months', parameters: { area, profession, scenario, months } };
  const answer = useNamedQuery(query.name, readStaffMonths, query.parameters);
  const title = staffing.chart(nameOf(professions, profession), gap.area_name);
  return (
    <Section
      title={title}
      help={staffing.chartHelp}
      query={query}
      actions={
        months < LONGEST && (
          <Button variant="secondary" size="sm" onClick={onMonths}>
            {bar.months(String(LONGEST))}
          </Button>
        )
      }
    >
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{staffing.none}</Empty>
          ) : (
            <FanChart
              label={title}
              unit={units.hours}
              height={260}
              names={{ expected: staffing.needed, reference: staffing.available }}
              points={rows.map((row) => ({
                month: row.month,
                outcome: null,
                mean: row.needed_h,
                p10: row.needed_low_h,
                p90: row.needed_high_h,
                reference: row.available_h,
                note: row.is_capacity_assumed ? staffing.assumedMonth : '',
              }))}
            />
          )
        }
      </Answered>
    </Section>
  );
}
