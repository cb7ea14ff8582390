import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

import { ChoiceField, ListField, NumberField, YesNoField } from './fields';
import { active, changed, type Filter, type FilterKey, type ListKey, type NumberKey, type YesNoKey } from './filter';
import { SQLField } from './SQLField';
import { pageTexts } from './texts';
import { type Names, UNITS } from './words';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
  names: Names;
  /** Whether the reader may write conditions in SQL. */
  maySQL: boolean;
}

/** Everything that can be asked of a client, in groups that open and close. */
export function FilterPanel({ filter, onChange, names, maySQL }: Props) {
  const styles = useStyles2(getStyles);
  const { fields, filters, help, units, values } = pageTexts();
  const helps: Partial<Record<FilterKey, string>> = help;
  const about = (key: FilterKey) => ({ title: fields[key], help: helps[key] });

  const list = (key: ListKey, options: Record<string, string>) => (
    <ListField
      {...about(key)}
      options={Object.entries(options).map(([value, label]) => ({ value, label }))}
      value={filter[key]}
      onChange={(value) => onChange(changed(filter, key, value))}
    />
  );
  const number = (key: NumberKey, min: number | undefined, max: number) => {
    const unit = UNITS[key];
    return (
      <NumberField
        {...about(key)}
        unit={unit && units[unit]}
        min={min}
        max={max}
        value={filter[key]}
        onChange={(value) => onChange(changed(filter, key, value))}
      />
    );
  };
  const yesNo = (key: YesNoKey) => (
    <YesNoField {...about(key)} value={filter[key]} onChange={(value) => onChange(changed(filter, key, value))} />
  );
  const degree = (key: 'severity_from' | 'limitation_from') => (
    <ChoiceField
      {...about(key)}
      options={values.severities.map((label, index) => ({ value: index + 1, label: `${index + 1} ${label}` }))}
      value={filter[key]}
      onChange={(value) => onChange(changed(filter, key, value))}
    />
  );
  const group = (title: string, keys: FilterKey[], content: ReactNode, isOpen = false) => {
    const n = active(filter).filter((key) => keys.includes(key)).length;
    return (
      <details className={styles.group} open={isOpen || undefined}>
        <summary className={styles.title}>
          {title}
          {n > 0 && <span className={styles.count}>{filters.nChosen(n)}</span>}
        </summary>
        <div className={styles.fields}>{content}</div>
      </details>
    );
  };

  return (
    <div className={styles.panel}>
      {group(
        filters.groups.who,
        ['areas', 'statuses', 'sexes', 'age_from', 'age_to', 'households'],
        <>
          {list('areas', names.areas)}
          {list('statuses', values.statuses)}
          <div className={styles.pair}>
            {number('age_from', 0, 120)}
            {number('age_to', 0, 120)}
          </div>
          {list('sexes', values.sexes)}
          {list('households', values.households)}
        </>,
        true,
      )}
      {group(
        filters.groups.ahead,
        [
          'percentile_from',
          'probability_from',
          'decline_from',
          'housing_from',
          'early_signs',
          'early_points_from',
          'potentials',
          'potential_from',
        ],
        <>
          {number('percentile_from', 0, 100)}
          {number('probability_from', 0, 100)}
          {number('decline_from', 0, 100)}
          {number('housing_from', 0, 100)}
          {yesNo('early_signs')}
          {number('early_points_from', 0, 255)}
          {number('potential_from', 0, 1000)}
          {list('potentials', names.kinds)}
        </>,
      )}
      {group(
        filters.groups.needs,
        ['categories', 'severity_from', 'life_areas', 'limitation_from'],
        <>
          {list('categories', values.categories)}
          {degree('severity_from')}
          {list('life_areas', values.life_areas)}
          {degree('limitation_from')}
        </>,
      )}
      {group(
        filters.groups.now,
        [
          'hours_from',
          'hours_to',
          'hours_change_from',
          'hours_change_to',
          'trends',
          'services',
          'has_hsl',
          'hsl_from',
          'hsl_growth_from',
        ],
        <>
          <div className={styles.pair}>
            {number('hours_from', 0, 10_000)}
            {number('hours_to', 0, 10_000)}
          </div>
          {number('hours_change_from', undefined, 10_000)}
          {number('hours_change_to', undefined, 10_000)}
          {list('trends', values.trends)}
          {list('services', values.services)}
          {yesNo('has_hsl')}
          {number('hsl_from', 0, 1_000_000)}
          {number('hsl_growth_from', -100, 1_000_000)}
        </>,
      )}
      {group(
        filters.groups.earlier,
        ['had_intervention', 'earlier_kinds', 'earlier_results', 'good_rehabilitation_months'],
        <>
          {yesNo('had_intervention')}
          {list('earlier_kinds', names.kinds)}
          {list('earlier_results', values.earlier_results)}
          {number('good_rehabilitation_months', 0, 600)}
        </>,
      )}
      {(maySQL || filter.sql) &&
        group(
          filters.groups.sql,
          ['sql'],
          <SQLField
            key={filter.sql}
            value={filter.sql}
            isReadOnly={!maySQL}
            onChange={(sql) => onChange(changed(filter, 'sql', sql))}
          />,
          Boolean(filter.sql),
        )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'grid', gap: theme.spacing(1) }),
  group: css({
    '& + &': { borderTop: `1px solid ${theme.colors.border.weak}`, paddingTop: theme.spacing(1) },
  }),
  title: css({
    minHeight: 28,
    cursor: 'pointer',
    fontWeight: theme.typography.fontWeightMedium,
    '&:hover': { color: theme.colors.text.maxContrast },
  }),
  count: css({ marginLeft: theme.spacing(1), color: theme.colors.text.secondary, fontWeight: 'normal' }),
  fields: css({ display: 'grid', gap: theme.spacing(1.5), padding: theme.spacing(1, 0) }),
  pair: css({ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: theme.spacing(1) }),
});
