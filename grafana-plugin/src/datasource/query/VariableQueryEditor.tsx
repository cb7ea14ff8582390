import { type QueryEditorProps } from '@grafana/data';

import { type FramsynQuery } from '../../client/types';
import { type Settings } from '../config/settings';
import { type FramsynDataSource } from '../FramsynDataSource';
import { QueryEditor } from './QueryEditor';

type Props = QueryEditorProps<FramsynDataSource, FramsynQuery, Settings>;

/** The query editor for a variable: what it gives is always a table, and a change counts at once. */
export function VariableQueryEditor({ query, ...props }: Props) {
  // A new variable's query is an empty text.
  const started = typeof query === 'object' ? query : undefined;
  const complete = { kind: 'named', name: '', ...started, refId: started?.refId ?? 'variable' } as FramsynQuery;
  return <QueryEditor {...props} query={complete} canChooseFormat={false} />;
}
