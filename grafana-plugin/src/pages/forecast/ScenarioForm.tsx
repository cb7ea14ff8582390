import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Combobox, Field, Input, TextArea, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { type Failure, toFailure } from '../../client/failure';
import { rowsOf } from '../../client/rows';
import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { draftOf, type Fields, faultsOf, fieldsOf, numberOf } from './draft';
import { type Form, type Limit, saveScenario, type Scenario } from './scenarios';
import { forecastTexts, nameOf } from './texts';

interface Props {
  form: Form;
  /** The scenario that the reader looked at: its assumptions are where the new one begins. */
  start?: Scenario;
  onSaved: (name: string) => void;
  onCancel: () => void;
}

/** Makes a scenario. Nothing is worked out here: the next forecast does that. */
export function ScenarioForm({ form, start, onSaved, onCancel }: Props) {
  const styles = useStyles2(getStyles);
  const { scenario: texts } = forecastTexts();
  const [fields, setFields] = useState<Fields>(() => fieldsOf(start, form));
  const [isSent, setIsSent] = useState(false); // faults are shown from the first try on
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const faults = faultsOf(fields, form);
  const change = (part: Partial<Fields>) => setFields({ ...fields, ...part });

  function save(event: FormEvent) {
    event.preventDefault();
    setIsSent(true);
    setFailure(undefined);
    if (Object.keys(faults).length > 0) {
      return;
    }
    setIsSaving(true);
    saveScenario(draftOf(fields)).then(
      () => onSaved(fields.name.trim()),
      (error: unknown) => {
        setIsSaving(false);
        setFailure(toFailure(error));
      },
    );
  }

  const shown = isSent ? faults : {};
  return (
    <Section title={texts.makeTitle}>
      <p>{texts.makeHelp}</p>
      <form onSubmit={save} noValidate aria-label={texts.makeTitle}>
        <div className={styles.grid}>
          {form.limits.map((limit) => (
            <NumberField
              key={limit.name}
              limit={limit}
              value={fields[limit.name]}
              fault={shown[limit.name]}
              isDisabled={limit.name === 'prevention_share' && numberOf(fields.prevention_n_clients) === 0}
              onChange={(value) => change({ [limit.name]: value })}
            />
          ))}
          <Choices form={form} fields={fields} onChange={change} />
        </div>
        <TextFields form={form} fields={fields} faults={shown} onChange={change} />
        {shown.other && <Alert severity="warning" title={shown.other} />}
        {failure && <Alert severity="error" title={failure.message} />}
        <div className={styles.buttons}>
          <Button type="submit" disabled={isSaving}>
            {isSaving ? texts.saving : texts.save}
          </Button>
          <Button variant="secondary" type="button" onClick={onCancel}>
            {texts.cancel}
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface NumberProps {
  limit: Limit;
  value: string;
  fault?: string;
  isDisabled: boolean;
  onChange: (value: string) => void;
}

function NumberField({ limit, value, fault, isDisabled, onChange }: NumberProps) {
  const language = currentLanguage();
  const { scenario: texts } = forecastTexts();
  const id = useId();
  const between = texts.between(formatNumber(limit.least, language, 2), formatNumber(limit.most, language, 2));
  return (
    <Field
      label={texts.parts[limit.name]}
      description={`${texts.hints[limit.name]} ${between}`}
      invalid={Boolean(fault)}
      error={fault}
      disabled={isDisabled}
      htmlFor={id}
    >
      <Input
        id={id}
        inputMode="decimal"
        width={16}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

interface PartProps {
  form: Form;
  fields: Fields;
  onChange: (part: Partial<Fields>) => void;
}

function Choices({ form, fields, onChange }: PartProps) {
  const { scenario: texts } = forecastTexts();
  const [population, kind] = [useId(), useId()];
  const kinds = useNamedQuery('intervention_kinds', (frame) =>
    rowsOf<{ text: string; value: string; text_en: string }>(frame, 'text', 'value', 'text_en'),
  );
  const known = kinds.state === 'ready' ? kinds.data : [];
  const isEnglish = currentLanguage() === 'en';
  return (
    <>
      <Field label={texts.parts.population_variant} htmlFor={population}>
        <Combobox
          id={population}
          width={30}
          options={form.populations.map((value) => ({ value, label: nameOf(texts.populations, value) }))}
          value={fields.population_variant}
          onChange={({ value }) => onChange({ population_variant: value })}
        />
      </Field>
      <Field label={texts.parts.prevention_kind} htmlFor={kind} disabled={numberOf(fields.prevention_n_clients) === 0}>
        <Combobox
          id={kind}
          width={30}
          options={[
            { value: '', label: texts.anyKind },
            ...known.map(({ text, text_en, value }) => ({ value, label: isEnglish ? text_en : text })),
          ]}
          value={fields.prevention_kind}
          onChange={({ value }) => onChange({ prevention_kind: value })}
        />
      </Field>
    </>
  );
}

interface TextProps extends PartProps {
  faults: Partial<Record<keyof Fields, string>>;
}

function TextFields({ form, fields, faults, onChange }: TextProps) {
  const { scenario: texts } = forecastTexts();
  const [name, why] = [useId(), useId()];
  return (
    <>
      <Field label={texts.name} invalid={Boolean(faults.name)} error={faults.name} htmlFor={name}>
        <Input
          id={name}
          width={50}
          maxLength={form.longestName}
          value={fields.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </Field>
      <Field
        label={texts.why}
        description={texts.whyHint}
        invalid={Boolean(faults.why)}
        error={faults.why}
        htmlFor={why}
      >
        <TextArea
          id={why}
          rows={3}
          maxLength={form.longestWhy}
          value={fields.why}
          onChange={(event) => onChange({ why: event.currentTarget.value })}
        />
      </Field>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    columnGap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    alignItems: 'end',
  }),
  buttons: css({ display: 'flex', gap: theme.spacing(1), marginTop: theme.spacing(2) }),
});
