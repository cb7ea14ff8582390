// The fields of the form of decisions. Choices are plain selects: they are short, and every screen reader and phone knows them.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Field, Input, TextArea, useStyles2 } from '@grafana/ui';
import { type ReactNode, useId } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { formatChange, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { LONGEST_WHY } from './draft';
import { type Choice, readPotentials } from './read';
import { clientTexts } from './texts';

/** Takes what a Field hands to its child, so that it does not end up on an element that does not know it. */
function Control({ children }: { children: ReactNode }) {
  return <>{children}</>;
}

interface FieldProps {
  label: string;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

interface ChoiceProps extends FieldProps {
  choices: Choice[];
  /** What stands for no choice. */
  none: string;
  isDisabled?: boolean;
}

export function ChoiceField({ label, value, error, onChange, choices, none, isDisabled }: ChoiceProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const language = currentLanguage();
  return (
    <Field label={label} htmlFor={id} error={error} invalid={error !== undefined} className={styles.field}>
      <Control>
        <select
          id={id}
          className={styles.select}
          value={value}
          disabled={isDisabled}
          aria-invalid={error !== undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="">{none}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {language === 'sv' ? choice.text : choice.text_en}
            </option>
          ))}
        </select>
      </Control>
    </Field>
  );
}

export function DayField({ label, value, error, onChange, note }: FieldProps & { note?: string }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <Field
      label={label}
      description={note}
      htmlFor={id}
      error={error}
      invalid={error !== undefined}
      className={styles.field}
    >
      <Input
        id={id}
        type="date"
        width={20}
        value={value}
        aria-invalid={error !== undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

export function WhyField({ label, value, error, onChange }: FieldProps) {
  const styles = useStyles2(getStyles);
  const { form: texts } = clientTexts();
  const language = currentLanguage();
  const id = useId();
  const left = LONGEST_WHY - value.length;
  const isTooLong = left < 0;
  return (
    <Field
      label={label}
      description={texts.whyHelp}
      htmlFor={id}
      error={isTooLong ? texts.tooLong(formatNumber(-left, language)) : error}
      invalid={isTooLong || error !== undefined}
      className={styles.field}
    >
      <Control>
        <TextArea
          id={id}
          rows={3}
          value={value}
          aria-invalid={isTooLong || error !== undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {left < 200 && !isTooLong && <p className={styles.note}>{texts.left(formatNumber(left, language))}</p>}
      </Control>
    </Field>
  );
}

interface BelievedProps extends Omit<FieldProps, 'label'> {
  client: string;
  kind: string;
}

/** What the team believes, beside what the model says of the kind. */
export function BelievedField({ client, kind, value, error, onChange }: BelievedProps) {
  const styles = useStyles2(getStyles);
  const { form: texts } = clientTexts();
  const language = currentLanguage();
  const id = useId();
  const potentials = useNamedQuery('client_potentials', readPotentials, { client });
  const own = potentials.state === 'ready' ? potentials.data.find((row) => row.kind === kind) : undefined;
  const write = (hours: number) => formatChange(hours, language, 1);
  return (
    <Field
      label={texts.believed}
      description={texts.believedHelp}
      htmlFor={id}
      error={error}
      invalid={error !== undefined}
      className={styles.field}
    >
      <Control>
        <Input
          id={id}
          width={20}
          inputMode="text"
          value={value}
          suffix={texts.believedUnit}
          aria-invalid={error !== undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        {kind !== '' && (
          <p className={styles.note}>
            {own?.is_supported
              ? texts.modelSays(write(own.expected_change_h), write(own.change_low_h), write(own.change_high_h))
              : texts.modelSilent}
          </p>
        )}
      </Control>
    </Field>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ margin: 0 }),
  note: css({ margin: theme.spacing(0.5, 0, 0), color: theme.colors.text.secondary }),
  select: css({
    height: theme.spacing(theme.components.height.md),
    minWidth: 220,
    maxWidth: '100%',
    padding: theme.spacing(0, 1),
    color: theme.components.input.text,
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
