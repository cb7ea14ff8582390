import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatDate, formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { Note } from './Note';
import { type Norm, readNorms, readStaffMonths } from './read';
import { forecastTexts, nameOf } from './texts';

/** What hours are turned into staff by, and where the numbers are from. */
export function StaffNorms({ area, scenario }: { area: string; scenario: string }) {
  const { staffing } = forecastTexts();
  const norms = useNamedQuery('staffing_norms', readNorms);
  return (
    <Section title={staffing.norms} help={staffing.normsHelp}>
      <Answered answer={norms}>
        {(rows) => (
          <>
            <DataTable caption={staffing.norms} rows={rows} columns={columns()} rowId={(row) => row.profession} />
            <Performed area={area} scenario={scenario} />
          </>
        )}
      </Answered>
    </Section>
  );
}

/** The share of granted home care that is taken to be performed. */
function Performed({ area, scenario }: { area: string; scenario: string }) {
  const answer = useNamedQuery('staffing_months', readStaffMonths, { area, scenario, months: 1 });
  const share = answer.state === 'ready' ? answer.data[0]?.performed_share : null;
  return share == null ? null : (
    <Note>{forecastTexts().staffing.performed(formatShare(share, currentLanguage()))}</Note>
  );
}

function columns(): Array<Column<Norm>> {
  const language = currentLanguage();
  const { staffing, professions, units } = forecastTexts();
  const titles = staffing.normColumns;
  const hours = (id: 'paid_h_per_month' | 'client_h_per_fte', title: string) => ({
    id,
    title,
    unit: units.hoursPerMonth,
    isNumber: true,
    value: (row: Norm) => row[id],
    text: (row: Norm) => formatNumber(row[id], language),
  });
  const share = (id: 'absence_share' | 'travel_share' | 'client_share', title: string) => ({
    id,
    title,
    isNumber: true,
    value: (row: Norm) => row[id],
    text: (row: Norm) => formatShare(row[id], language),
  });
  const source = (row: Norm) =>
    row.is_example ? staffing.isExample(row.source) : staffing.deliveredFrom(formatDate(row.valid_from));
  return [
    {
      id: 'profession',
      title: titles.profession,
      value: (row) => nameOf(professions, row.profession),
      text: (row) => nameOf(professions, row.profession),
    },
    hours('paid_h_per_month', titles.paid),
    share('absence_share', titles.absence),
    share('travel_share', titles.travel),
    share('client_share', titles.client),
    hours('client_h_per_fte', titles.perFte),
    { id: 'source', title: titles.source, value: source, text: source },
  ];
}
