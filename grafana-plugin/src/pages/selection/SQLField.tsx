import { Button, Stack, TextArea } from '@grafana/ui';
import { useId, useState } from 'react';

import { pageTexts } from './texts';

interface Props {
  value: string | undefined;
  isReadOnly: boolean;
  onChange: (value: string | undefined) => void;
}

/** A condition of the reader's own. It is used when the reader says so: half a condition is a fault. */
export function SQLField({ value = '', isReadOnly, onChange }: Props) {
  const { sql } = pageTexts().filters;
  const [text, setText] = useState(value);
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{sql.label}</label>
      <TextArea
        id={id}
        aria-describedby={`${id}-help`}
        rows={4}
        spellCheck={false}
        readOnly={isReadOnly}
        style={{ fontFamily: 'monospace' }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.ctrlKey && onChange(text)}
      />
      <p id={`${id}-help`}>{isReadOnly ? sql.readOnly : sql.help}</p>
      <Stack>
        {!isReadOnly && (
          <Button size="sm" disabled={text.trim() === '' || text === value} onClick={() => onChange(text)}>
            {sql.use}
          </Button>
        )}
        {value && (
          <Button size="sm" variant="secondary" onClick={() => onChange(undefined)}>
            {sql.remove}
          </Button>
        )}
      </Stack>
    </div>
  );
}
