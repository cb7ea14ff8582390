// The fields of the filter panel.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Checkbox, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';

import { Help } from '../../components/Help';
import { pageTexts } from './texts';

interface ListProps {
  title: string;
  help?: string;
  options: Array<{ value: string; label: string }>;
  value: string[] | undefined;
  onChange: (value: string[]) => void;
}

/** Several values, any of which will do. */
export function ListField({ title, help, options, value = [], onChange }: ListProps) {
  const styles = useStyles2(getStyles);
  const toggle = (one: string) => onChange(value.includes(one) ? value.filter((v) => v !== one) : [...value, one]);
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>
        {title}
        {help && <Help about={title}>{help}</Help>}
      </legend>
      <div className={styles.options}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            value={value.includes(option.value)}
            onChange={() => toggle(option.value)}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface NumberProps {
  title: string;
  help?: string;
  unit?: string;
  value: number | undefined;
  min?: number;
  max?: number;
  onChange: (value: number | undefined) => void;
}

/** A bound; an empty field asks for nothing. */
export function NumberField({ title, help, unit, value, min, max, onChange }: NumberProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const read = (typed: string) => (typed.trim() === '' ? undefined : Number(typed));
  const shown = read(text) === value ? text : value === undefined ? '' : String(value);
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        <label htmlFor={id}>{title}</label>
        {help && <Help about={title}>{help}</Help>}
      </div>
      <span className={styles.number}>
        <input
          id={id}
          type="number"
          className={styles.control}
          value={shown}
          min={min}
          max={max}
          step="any"
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setText(typed);
            const next = read(typed);
            if (next === undefined || Number.isFinite(next)) {
              onChange(next);
            }
          }}
        />
        {unit && <span className={styles.unit}>{unit}</span>}
      </span>
    </div>
  );
}

interface ChoiceProps<T> {
  title: string;
  help?: string;
  options: Array<{ value: T; label: string }>;
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}

/** One of a few values, or any. */
export function ChoiceField<T extends string | number | boolean>(props: ChoiceProps<T>) {
  const { title, help, options, value, onChange } = props;
  const styles = useStyles2(getStyles);
  const { filters } = pageTexts();
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        <label htmlFor={id}>{title}</label>
        {help && <Help about={title}>{help}</Help>}
      </div>
      <select
        id={id}
        className={styles.control}
        value={value === undefined ? '' : String(value)}
        onChange={(event) =>
          onChange(options.find((option) => String(option.value) === event.currentTarget.value)?.value)
        }
      >
        <option value="">{filters.any}</option>
        {options.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Yes, no or either. */
export function YesNoField(props: Omit<ChoiceProps<boolean>, 'options'>) {
  const { filters } = pageTexts();
  return (
    <ChoiceField
      {...props}
      options={[
        { value: true, label: filters.yes },
        { value: false, label: filters.no },
      ]}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ border: 0, margin: 0, padding: 0, minWidth: 0 }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: 24,
    margin: 0,
    padding: 0,
    border: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.primary,
    label: { margin: 0 },
  }),
  options: css({ display: 'grid', justifyItems: 'start', gap: theme.spacing(0.25), label: { fontWeight: 'normal' } }),
  number: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  unit: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  control: css({
    width: '100%',
    minWidth: 0,
    height: theme.spacing(4),
    padding: theme.spacing(0, 1),
    color: theme.colors.text.primary,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
  }),
});
