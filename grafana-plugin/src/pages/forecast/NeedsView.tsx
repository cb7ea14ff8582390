import { RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { ExportButton } from '../../components/ExportButton';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatMonth, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type ViewProps } from './view';
import { formatMoney } from './money';
import { Note } from './Note';
import { scopeOf } from './place';
import { type NeedCost, readNeedCosts } from './read';
import { forecastTexts, nameOf } from './texts';
import { listed } from './words';
import { WorkloadSection } from './WorkloadSection';

/** What the assessed needs take and cost: by norm, by practice, and as recorded. */
export function NeedsView({ place }: ViewProps) {
  const { needs } = forecastTexts();
  const { kind, id } = scopeOf(place.scope);
  const areas = kind === 'area' && id ? [id] : [];
  const answer = useNamedQuery('need_totals', readNeedCosts, { areas });
  return (
    <>
      <Section
        title={needs.title}
        help={needs.help}
        actions={
          <ExportButton about={needs.title} what={{ kind: 'query', name: 'need_totals', parameters: { areas } }} />
        }
      >
        <Answered answer={answer}>
          {(rows) =>
            rows.length === 0 ? <Empty>{needs.none}</Empty> : <Costs rows={rows.filter((row) => row.area_id === '')} />
          }
        </Answered>
      </Section>
      {areas.length === 0 && (
        <Answered answer={answer}>{(rows) => (rows.length === 0 ? null : <Areas rows={rows} />)}</Answered>
      )}
      <WorkloadSection areas={areas} />
    </>
  );
}

/** The resources in the order that they are read. */
const ORDER = ['home_care_granted', 'home_care_performed', 'nurse', 'occupational_therapy', 'physical_therapy'];

function Costs({ rows }: { rows: NeedCost[] }) {
  const language = currentLanguage();
  const { needs } = forecastTexts();
  const performed = rows.find((row) => row.resource === 'home_care_performed');
  const examples = rows
    .filter((row) => row.is_norm_example)
    .map((row) => nameOf(needs.resources, row.resource).toLowerCase());
  return (
    <>
      {performed?.recorded_sek != null && (
        <p>
          {needs.sentence(
            formatMonth(performed.month, language),
            formatMoney(performed.norm_sek),
            formatMoney(performed.practice_sek),
            formatMoney(performed.recorded_sek),
          )}
        </p>
      )}
      <DataTable
        caption={needs.title}
        rows={[...rows].sort((a, b) => ORDER.indexOf(a.resource) - ORDER.indexOf(b.resource))}
        rowId={(row) => row.resource}
        columns={[
          {
            id: 'resource',
            title: needs.columns.resource,
            value: (row) => nameOf(needs.resources, row.resource),
            text: (row) => nameOf(needs.resources, row.resource),
          },
          ...numbers(),
        ]}
      />
      {examples.length > 0 && <Note>{needs.example(listed(examples))}</Note>}
    </>
  );
}

function Areas({ rows }: { rows: NeedCost[] }) {
  const { needs } = forecastTexts();
  const [resource, setResource] = useState('home_care_performed');
  const known = ORDER.filter((one) => rows.some((row) => row.resource === one));
  return (
    <Section
      title={needs.areas}
      actions={
        <RadioButtonGroup
          size="sm"
          aria-label={needs.columns.resource}
          value={resource}
          onChange={setResource}
          options={known.map((value) => ({ value, label: nameOf(needs.resources, value) }))}
        />
      }
    >
      <DataTable
        caption={needs.areas}
        rows={rows.filter((row) => row.area_id !== '' && row.resource === resource)}
        rowId={(row) => row.area_id}
        columns={[
          {
            id: 'area',
            title: forecastTexts().bar.area,
            value: (row) => row.area_name,
            text: (row) => row.area_name,
          },
          ...numbers(),
        ]}
      />
    </Section>
  );
}

function numbers(): Array<Column<NeedCost>> {
  const language = currentLanguage();
  const { needs, units } = forecastTexts();
  const { columns: titles } = needs;
  const number = (
    id: keyof NeedCost & string,
    title: string,
    unit: string,
    write: (value: number | null) => string = (value) => formatNumber(value, language),
  ): Column<NeedCost> => ({
    id,
    title,
    unit,
    isNumber: true,
    value: (row) => row[id] as number | null,
    text: (row) => write(row[id] as number | null),
  });
  return [
    number('norm_h', titles.norm, units.hoursPerMonth),
    number('practice_h', titles.practice, units.hoursPerMonth),
    number('recorded_h', titles.recorded, units.hoursPerMonth),
    number('norm_sek', titles.normSek, units.sek, formatMoney),
    number('practice_sek', titles.practiceSek, units.sek, formatMoney),
    number('recorded_sek', titles.recordedSek, units.sek, formatMoney),
    {
      id: 'assessed',
      title: titles.assessed,
      isNumber: true,
      value: (row) => row.n_assessed_clients,
      text: (row) =>
        needs.ofClients(formatNumber(row.n_assessed_clients, language), formatNumber(row.n_clients, language)),
    },
  ];
}
