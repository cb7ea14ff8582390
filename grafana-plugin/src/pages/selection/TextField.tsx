import { Field, Input, TextArea } from '@grafana/ui';
import { useId } from 'react';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: string;
  /** What is missing or wrong. */
  error?: string;
  isRequired?: boolean;
  /** Room for several lines. */
  isLong?: boolean;
  type?: 'text' | 'date';
  min?: string;
  max?: string;
}

/** A field for text, with its name, what it is for and what is wrong with it. */
export function TextField(props: Props) {
  const { label, value, onChange, description, error, isRequired, isLong, type = 'text', min, max } = props;
  const id = useId();
  const common = {
    id,
    value,
    required: isRequired,
    'aria-invalid': Boolean(error),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  return (
    <Field
      label={label}
      htmlFor={id}
      description={description}
      required={isRequired}
      invalid={Boolean(error)}
      error={error}
      style={{ width: '100%' }}
    >
      {isLong ? <TextArea rows={3} {...common} /> : <Input type={type} min={min} max={max} {...common} />}
    </Field>
  );
}
