import { CodeEditor, type Monaco, type MonacoEditor } from '@grafana/ui';
import { useEffect, useRef } from 'react';

import { type FramsynQuery, type SQLQuery } from '../../client/types';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';
import { assist } from './assist';

interface Props {
  datasource: FramsynDataSource;
  query: SQLQuery;
  onChange: (query: FramsynQuery) => void;
  onRunQuery: () => void;
}

/** SQL with completion from the data dictionary; it runs when the editor is left, and on Ctrl-S. */
export function SQLEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const texts = currentDatasourceTexts().query;
  const end = useRef<() => void>(undefined);
  useEffect(() => () => end.current?.(), []);

  const save = (rawSql: string) => {
    if (rawSql !== query.rawSql) {
      onChange({ ...query, rawSql });
    }
    onRunQuery();
  };
  const prepare = (editor: MonacoEditor, monaco: Monaco) => {
    editor.updateOptions({ ariaLabel: texts.sqlLabel });
    end.current = assist(editor, monaco, datasource);
  };
  return (
    <CodeEditor
      language="sql"
      height={220}
      value={query.rawSql}
      showLineNumbers
      showMiniMap={false}
      onBlur={save}
      onSave={save}
      onEditorDidMount={prepare}
    />
  );
}
