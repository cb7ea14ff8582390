import { RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatMonth, formatNumber, formatShare } from '../../format';
import { currentLanguage } from '../../texts';
import { Note } from './Note';
import { readWorkloads, type Workload } from './read';
import { forecastTexts, nameOf } from './texts';

/** What nurses and therapists did, month by month. */
export function WorkloadSection({ areas }: { areas: string[] }) {
  const { needs, professions, profession: label } = forecastTexts();
  const [profession, setProfession] = useState('nurse');
  const query = { name: 'hsl_months', parameters: { areas, months: 12 } };
  const answer = useNamedQuery(query.name, readWorkloads, query.parameters);
  const known = ['nurse', 'occupational_therapist', 'physical_therapist'];
  return (
    <Section
      title={needs.hsl}
      help={needs.hslHelp}
      query={query}
      actions={
        <RadioButtonGroup
          size="sm"
          aria-label={label}
          value={profession}
          onChange={setProfession}
          options={known.map((value) => ({ value, label: nameOf(professions, value) }))}
        />
      }
    >
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{needs.none}</Empty>
          ) : (
            <>
              <DataTable
                caption={needs.hsl}
                rows={rows.filter((row) => row.profession === profession)}
                columns={columns()}
                rowId={(row) => String(row.month)}
                initialSort={{ column: 'month', isDescending: true }}
              />
              <Note>{needs.hslNote}</Note>
            </>
          )
        }
      </Answered>
    </Section>
  );
}

function columns(): Array<Column<Workload>> {
  const language = currentLanguage();
  const { needs, units } = forecastTexts();
  const titles = needs.hslColumns;
  const number = (id: keyof Workload & string, title: string, unit?: string): Column<Workload> => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row) => row[id] as number | null,
    text: (row) => formatNumber(row[id] as number | null, language),
  });
  return [
    { id: 'month', title: titles.month, value: (row) => row.month, text: (row) => formatMonth(row.month, language) },
    number('n_clients', titles.clients),
    number('recorded_h', titles.recorded, units.hours),
    number('estimated_h', titles.estimated, units.hours),
    number('travel_h', titles.travel, units.hours),
    number('delegated_h', titles.delegated, units.hours),
    {
      id: 'share',
      title: titles.share,
      isNumber: true,
      value: (row) => row.delegated_share,
      text: (row) => formatShare(row.delegated_share, language),
    },
  ];
}
