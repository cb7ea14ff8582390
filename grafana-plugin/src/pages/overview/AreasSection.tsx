import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { ExportButton } from '../../components/ExportButton';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatNumber, formatShare } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type AreaRow, readAreaRows } from './read';

/** The areas beside each other; pressing one makes the page about it. */
export function AreasSection({ onOpen }: { onOpen: (area: string) => void }) {
  const { areas } = currentTexts().overview;
  const answer = useNamedQuery('area_comparison', readAreaRows);
  return (
    <Section
      title={areas.title}
      help={areas.help}
      actions={<ExportButton about={areas.title} what={{ kind: 'query', name: 'area_comparison' }} />}
    >
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{areas.none}</Empty>
          ) : (
            <DataTable
              caption={areas.title}
              rows={rows}
              columns={columns()}
              rowId={(row) => row.area_id}
              onOpen={(row) => onOpen(row.area_id)}
              initialSort={{ column: 'home_care_granted_h', isDescending: true }}
              canChooseColumns
            />
          )
        }
      </Answered>
    </Section>
  );
}

function columns(): Array<Column<AreaRow>> {
  const language = currentLanguage();
  const { overview, units } = currentTexts();
  const titles = overview.areas.columns;
  const number = (id: keyof typeof titles, decimals: number, unit?: string): Column<AreaRow> => ({
    id,
    title: titles[id],
    unit,
    isNumber: true,
    value: (row) => row[id] ?? null,
    text: (row) => formatNumber(row[id] as number | null, language, decimals),
  });
  const share = (id: keyof typeof titles, sign: 'auto' | 'exceptZero', isHidden = false): Column<AreaRow> => ({
    ...number(id, 0),
    isHidden,
    text: (row) => formatShare(row[id] as number | null, language, 1, sign),
  });
  return [
    { id: 'area_name', title: titles.area_name, value: (row) => row.area_name, text: (row) => row.area_name },
    number('n_home_care_clients', 0),
    number('home_care_granted_h', 0, units.hoursPerMonth),
    share('granted_change_share', 'exceptZero'),
    number('expected_h', 0, units.hoursPerMonth),
    share('expected_change_share', 'exceptZero'),
    number('granted_h_per_person_80plus', 1, units.hoursPerMonth),
    { ...number('granted_h_per_client', 1, units.hoursPerMonth), isHidden: true },
    share('performed_share', 'auto', true),
  ];
}
