import { Combobox, Field, Input, Switch } from '@grafana/ui';
import { useId } from 'react';

import { type CatalogueParameter, type ParameterValue } from '../../client/types';
import { useAnswer } from '../../client/useQuery';
import { currentLanguage } from '../../texts/language';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';
import { isNumeric, readParameter, writeParameter } from './parameter';

interface Props {
  datasource: FramsynDataSource;
  parameter: CatalogueParameter;
  /** undefined for the default. */
  value: ParameterValue | undefined;
  onChange: (value: ParameterValue | undefined) => void;
}

/** One parameter of a named query. A text may name a dashboard variable, such as $area. */
export function ParameterField({ datasource, parameter, value, onChange }: Props) {
  const id = useId();
  const texts = currentDatasourceTexts().query;
  const description = parameter.meaning[currentLanguage()];
  const byDefault = writeParameter(parameter.default);
  const field = { noMargin: true, label: parameter.name, description, htmlFor: id };
  if (parameter.type === 'Bool') {
    return (
      <Field {...field}>
        <Switch
          id={id}
          value={Boolean(value ?? parameter.default)}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </Field>
    );
  }
  if (parameter.values && !parameter.type.startsWith('Array')) {
    return (
      <Field {...field}>
        <Listed id={id} datasource={datasource} list={parameter.values} value={value} onChange={onChange} />
      </Field>
    );
  }
  return (
    <Field {...field}>
      <Input
        id={id}
        width={30}
        key={writeParameter(value)}
        defaultValue={writeParameter(value)}
        placeholder={byDefault === '' ? texts.byDefault : byDefault}
        inputMode={isNumeric(parameter.type) ? 'decimal' : 'text'}
        onBlur={(event) => onChange(readParameter(event.target.value, parameter.type))}
      />
    </Field>
  );
}

interface ListedProps {
  id: string;
  datasource: FramsynDataSource;
  /** The named query whose values are offered. */
  list: string;
  value: ParameterValue | undefined;
  onChange: (value: ParameterValue | undefined) => void;
}

/** A value of a list, or one's own text, such as a variable. */
function Listed({ id, datasource, list, value, onChange }: ListedProps) {
  const texts = currentDatasourceTexts().query;
  const answer = useAnswer(list, () => datasource.choices({ refId: list, kind: 'named', name: list }));
  const options = answer.state === 'ready' ? answer.data : [];
  return (
    <Combobox
      id={id}
      width={30}
      createCustomValue
      isClearable
      loading={answer.state === 'loading'}
      placeholder={texts.byDefault}
      options={options.map((choice) => ({ label: choice.text, value: choice.value }))}
      value={value === undefined ? null : String(value)}
      onChange={(option) => onChange(option?.value)}
    />
  );
}
