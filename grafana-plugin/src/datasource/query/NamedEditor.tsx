import { Combobox, Field, Stack, Text } from '@grafana/ui';
import { useId } from 'react';

import { type CatalogueQuery, type NamedQuery, type ParameterValue } from '../../client/types';
import { useAnswer } from '../../client/useQuery';
import { Answered } from '../../components/states';
import { currentLanguage } from '../../texts/language';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';
import { ParameterField } from './ParameterField';

interface Props {
  datasource: FramsynDataSource;
  query: NamedQuery;
  onChange: (query: NamedQuery) => void;
}

/** Chooses a query of the catalogue and its parameters. */
export function NamedEditor({ datasource, query, onChange }: Props) {
  const answer = useAnswer('catalogue', () => datasource.catalogue());
  return (
    <Answered answer={answer}>
      {(catalogue) => <Chosen datasource={datasource} catalogue={catalogue} query={query} onChange={onChange} />}
    </Answered>
  );
}

function Chosen({ datasource, catalogue, query, onChange }: Props & { catalogue: CatalogueQuery[] }) {
  const id = useId();
  const language = currentLanguage();
  const texts = currentDatasourceTexts().query;
  const chosen = catalogue.find(({ name }) => name === query.name);
  const options = catalogue.map(({ name, title, description }) => ({
    value: name,
    label: title[language],
    description: description[language],
  }));

  const choose = (name: string) => {
    const kind = catalogue.find((entry) => entry.name === name)?.kind;
    onChange({ ...query, name, parameters: {}, format: kind === 'timeseries' ? 'timeseries' : 'table' });
  };
  const setParameter = (name: string, value: ParameterValue | undefined) => {
    const parameters = { ...query.parameters };
    if (value === undefined) {
      delete parameters[name];
    } else {
      parameters[name] = value;
    }
    onChange({ ...query, parameters });
  };

  return (
    <Stack direction="column" gap={1}>
      <Field noMargin label={texts.question} htmlFor={id}>
        <Combobox
          id={id}
          width={60}
          options={options}
          value={chosen ? query.name : null}
          placeholder={texts.choose}
          onChange={(option) => choose(option.value)}
        />
      </Field>
      {query.name && !chosen && <Text color="error">{texts.unknown(query.name)}</Text>}
      {chosen && <Text color="secondary">{chosen.description[language]}</Text>}
      {chosen?.parameters && (
        <Stack wrap="wrap" gap={2}>
          {chosen.parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              datasource={datasource}
              parameter={parameter}
              value={query.parameters?.[parameter.name]}
              onChange={(value) => setParameter(parameter.name, value)}
            />
          ))}
        </Stack>
      )}
    </Stack>
  );
}
