import { useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { ExportButton } from '../../components/ExportButton';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatMonth, formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { type ViewProps } from './view';
import { decimalsOf, formatMoney, formatMoneyChange } from './money';
import { Note } from './Note';
import { scopeOf } from './place';
import { type Gap, readGaps } from './read';
import { StaffChart } from './StaffChart';
import { StaffNorms } from './StaffNorms';
import { oneSignOnly, worstOf } from './staffing';
import { forecastTexts, nameOf } from './texts';

/** Who is needed against who is there: where and when they do not suffice, first. */
export function StaffingView({ place, go }: ViewProps) {
  const { staffing } = forecastTexts();
  const { kind, id } = scopeOf(place.scope);
  const area = kind === 'area' ? id : '';
  const { scenario, months } = place;
  const [chosen, setChosen] = useState<{ area: string; profession: string }>();
  const query = { name: 'staffing_shortages', parameters: { areas: area ? [area] : [], scenario, months } };
  const answer = useNamedQuery(query.name, readGaps, query.parameters);
  const title = staffing.title(String(months));
  return (
    <>
      <Section
        title={title}
        help={staffing.help}
        query={query}
        actions={<ExportButton about={title} what={{ kind: 'staffing', areas: area ? [area] : [], scenario }} />}
      >
        <Answered answer={answer}>
          {(rows) =>
            rows.length === 0 ? <Empty>{staffing.none}</Empty> : <Gaps rows={rows} title={title} onOpen={setChosen} />
          }
        </Answered>
      </Section>
      <Answered answer={answer}>
        {(rows) => {
          // What the reader pressed, while it is on the list; else where most is lacking.
          const shown =
            rows.find((row) => row.area_id === chosen?.area && row.profession === chosen.profession) ?? rows[0];
          return (
            shown && <StaffChart gap={shown} scenario={scenario} onMonths={() => go({ months: 36 })} months={months} />
          );
        }}
      </Answered>
      <StaffNorms area={area} scenario={scenario} />
    </>
  );
}

interface GapsProps {
  rows: Gap[];
  title: string;
  onOpen: (chosen: { area: string; profession: string }) => void;
}

function Gaps({ rows, title, onOpen }: GapsProps) {
  const language = currentLanguage();
  const { staffing, professions } = forecastTexts();
  const short = rows.filter((row) => row.n_short_months > 0);
  const worst = worstOf(rows);
  return (
    <>
      <p>
        {short.length === 0
          ? staffing.enough
          : staffing.short(formatNumber(short.length, language), formatNumber(rows.length, language))}{' '}
        {worst &&
          staffing.worst(
            nameOf(professions, worst.profession).toLowerCase(),
            worst.area_name,
            formatNumber(Math.abs(worst.worst_gap_fte ?? 0), language, decimalsOf(worst.worst_gap_fte)),
            formatMonth(worst.worst_month, language),
          )}
      </p>
      {oneSignOnly(rows) && <p>{staffing.sameSign}</p>}
      {rows.some((row) => row.is_norm_example) && <p>{staffing.example}</p>}
      <DataTable
        caption={title}
        rows={rows}
        columns={columns()}
        rowId={(row) => `${row.area_id} ${row.profession}`}
        onOpen={(row) => onOpen({ area: row.area_id, profession: row.profession })}
        canChooseColumns
      />
      {rows.some((row) => row.is_capacity_assumed) && <Note>{staffing.assumed}</Note>}
    </>
  );
}

function columns(): Array<Column<Gap>> {
  const language = currentLanguage();
  const { staffing, professions, units } = forecastTexts();
  const { columns: titles } = staffing;
  const number = (id: keyof Gap & string, title: string, write: (value: number | null) => string, unit?: string) => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row: Gap) => row[id] as number | null,
    text: (row: Gap) => write(row[id] as number | null),
  });
  const fte = (value: number | null) => formatNumber(value, language, decimalsOf(value));
  const name = (row: Gap) => `${nameOf(professions, row.profession)}, ${row.area_name}`;
  return [
    { id: 'place', title: titles.place, value: name, text: name },
    number('gap_fte', titles.gap, (value) => formatChange(value, language, decimalsOf(value)), units.fte),
    number('gap_share', titles.share, (value) => formatShare(value, language, 0, 'exceptZero')),
    {
      id: 'months',
      title: titles.months,
      isNumber: true,
      value: (row) => row.n_short_months,
      text: (row) => staffing.ofMonths(String(row.n_short_months), String(row.n_months)),
    },
    {
      id: 'first',
      title: titles.first,
      isNumber: true,
      value: (row) => row.first_short_month,
      text: (row) => formatMonth(row.first_short_month, language, 'short'),
    },
    number('needed_fte', titles.needed, fte),
    number('available_fte', titles.available, fte),
    number('vacant_fte', titles.vacant, fte),
    number('cost_sek', titles.cost, formatMoney, units.sek),
    { ...number('gap_sek', titles.gapSek, formatMoneyChange, units.sek), isHidden: true },
  ];
}
