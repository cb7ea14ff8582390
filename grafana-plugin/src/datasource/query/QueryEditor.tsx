import { type QueryEditorProps, type SelectableValue } from '@grafana/data';
import { Alert, InlineField, RadioButtonGroup, Stack } from '@grafana/ui';

import { type FramsynQuery, type NamedQuery, type SQLQuery } from '../../client/types';
import { useAnswer } from '../../client/useQuery';
import { type Settings } from '../config/settings';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';
import { ExpandedSQL } from './ExpandedSQL';
import { NamedEditor } from './NamedEditor';
import { SQLEditor } from './SQLEditor';

type Props = QueryEditorProps<FramsynDataSource, FramsynQuery, Settings> & {
  /** Whether the reader may choose between table and time series. */
  canChooseFormat?: boolean;
};

/** A query: one of the catalogue, or SQL for those who may write it. */
export function QueryEditor({ datasource, query, onChange, onRunQuery, range, canChooseFormat = true }: Props) {
  const texts = currentDatasourceTexts().query;
  const whoami = useAnswer('whoami', () => datasource.whoami());
  const mayWriteSQL = whoami.state !== 'ready' || whoami.data.rawSql;
  const kinds: Array<SelectableValue<FramsynQuery['kind']>> = [
    { value: 'named', label: texts.named },
    { value: 'sql', label: texts.sql },
  ];
  const formats: Array<SelectableValue<'table' | 'timeseries'>> = [
    { value: 'table', label: texts.table },
    { value: 'timeseries', label: texts.timeseries },
  ];

  return (
    <Stack direction="column" gap={1}>
      <Stack wrap="wrap" gap={2}>
        <RadioButtonGroup
          aria-label={texts.kind}
          options={kinds}
          disabledOptions={mayWriteSQL ? [] : ['sql' as const]}
          value={query.kind}
          onChange={(kind) => onChange(changedKind(query, kind))}
        />
        {canChooseFormat && (
          <InlineField label={texts.format}>
            <RadioButtonGroup
              aria-label={texts.format}
              options={formats}
              value={query.format ?? 'table'}
              onChange={(format) => {
                onChange({ ...query, format });
                onRunQuery();
              }}
            />
          </InlineField>
        )}
      </Stack>
      {query.kind === 'sql' ? (
        <>
          {!mayWriteSQL && <Alert severity="info" title={texts.noSQL} />}
          <SQLEditor datasource={datasource} query={query} onChange={onChange} onRunQuery={onRunQuery} />
        </>
      ) : (
        <NamedEditor
          datasource={datasource}
          query={query}
          onChange={(changed) => {
            onChange(changed);
            onRunQuery();
          }}
        />
      )}
      <ExpandedSQL datasource={datasource} query={query} range={range} />
    </Stack>
  );
}

/** The query as one of the other kind; what both have stays. */
function changedKind(query: FramsynQuery, kind: FramsynQuery['kind']): FramsynQuery {
  const { refId, hide, key, datasource, format } = query;
  const common = { refId, hide, key, datasource, format };
  return kind === 'sql'
    ? ({ ...common, kind, rawSql: '' } satisfies SQLQuery)
    : ({ ...common, kind, name: '' } satisfies NamedQuery);
}
