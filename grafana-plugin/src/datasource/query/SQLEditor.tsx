import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, CodeEditor, type Monaco, type MonacoEditor, useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';

import { type FramsynQuery, type SQLQuery } from '../../client/types';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';
import { assist } from './assist';
import { CookbookDialog } from './CookbookDialog';

interface Props {
  datasource: FramsynDataSource;
  query: SQLQuery;
  onChange: (query: FramsynQuery) => void;
  onRunQuery: () => void;
}

/**
 * SQL with completion from the data dictionary, a formatter and the guide's questions; it runs when the editor is left, and on Ctrl-S.
 */
export function SQLEditor({ datasource, query, onChange, onRunQuery }: Props) {
  const styles = useStyles2(getStyles);
  const texts = currentDatasourceTexts().query;
  const editor = useRef<MonacoEditor | undefined>(undefined);
  const end = useRef<() => void>(undefined);
  const [note, setNote] = useState('');
  const [isChoosing, setIsChoosing] = useState(false);
  useEffect(() => () => end.current?.(), []);

  const save = (rawSql: string) => {
    if (rawSql !== query.rawSql) {
      onChange({ ...query, rawSql });
    }
    onRunQuery();
  };
  const prepare = (mounted: MonacoEditor, monaco: Monaco) => {
    mounted.updateOptions({ ariaLabel: texts.sqlLabel });
    editor.current = mounted;
    end.current = assist(mounted, monaco, datasource);
  };
  /** Writes a text in the place of another, so that Ctrl-Z takes it back. */
  const replace = (text: string, isWhole: boolean) => {
    const range = isWhole ? editor.current?.getModel()?.getFullModelRange() : editor.current?.getSelection();
    if (editor.current && range) {
      editor.current.pushUndoStop();
      editor.current.executeEdits('framsyn', [{ range, text, forceMoveMarkers: true }]);
      editor.current.pushUndoStop();
      editor.current.focus();
    }
    save(editor.current?.getValue() ?? text);
  };
  const layOut = async () => {
    const { formatSQL } = await import('./formatSQL');
    const laidOut = formatSQL(editor.current?.getValue() ?? query.rawSql);
    setNote(laidOut === undefined ? texts.cannotLayOut : '');
    if (laidOut !== undefined) {
      replace(laidOut, true);
    }
  };
  const insert = (sql: string) => {
    setIsChoosing(false);
    replace(sql, (editor.current?.getValue() ?? '').trim() === '');
  };

  return (
    <div>
      <div className={styles.tools}>
        <Button size="sm" variant="secondary" icon="brackets-curly" onClick={() => void layOut()}>
          {texts.layOut}
        </Button>
        <Button size="sm" variant="secondary" icon="book-open" onClick={() => setIsChoosing(true)}>
          {texts.cookbook}
        </Button>
        <span role="status" className={styles.note}>
          {note}
        </span>
      </div>
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
      {isChoosing && (
        <CookbookDialog datasource={datasource} onInsert={insert} onDismiss={() => setIsChoosing(false)} />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tools: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  note: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
