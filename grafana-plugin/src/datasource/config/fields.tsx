// The fields of the settings: each takes its value when it is left, so that a half-written list is not read.
import { Field, Input, TextArea } from '@grafana/ui';
import { useId } from 'react';

interface Common {
  label: string;
  description?: string;
  placeholder?: string;
}

interface TextProps extends Common {
  value: string | undefined;
  onChange: (value: string) => void;
}

export function TextField({ label, description, placeholder, value = '', onChange }: TextProps) {
  const id = useId();
  return (
    <Field label={label} description={description} htmlFor={id}>
      <Input
        id={id}
        key={value}
        width={60}
        defaultValue={value}
        placeholder={placeholder}
        onBlur={(event) => onChange(event.target.value.trim())}
      />
    </Field>
  );
}

export function LinesField({ label, description, placeholder, value = '', onChange }: TextProps) {
  const id = useId();
  return (
    <Field label={label} description={description} htmlFor={id}>
      <TextArea
        id={id}
        key={value}
        cols={60}
        rows={4}
        defaultValue={value}
        placeholder={placeholder}
        onBlur={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

interface NumberProps extends Common {
  value: number | undefined;
  /** undefined for the default. */
  onChange: (value: number | undefined) => void;
}

export function NumberField({ label, description, placeholder, value, onChange }: NumberProps) {
  const id = useId();
  const read = (text: string) => (text.trim() === '' ? undefined : Number(text));
  return (
    <Field label={label} description={description} htmlFor={id}>
      <Input
        id={id}
        key={value}
        type="number"
        min={1}
        width={20}
        defaultValue={value}
        placeholder={placeholder}
        onBlur={(event) => onChange(read(event.target.value))}
      />
    </Field>
  );
}
