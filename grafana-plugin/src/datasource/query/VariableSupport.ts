import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse, FieldType } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';

import { type FramsynQuery } from '../../client/types';
import { type FramsynDataSource } from '../FramsynDataSource';
import { VariableQueryEditor } from './VariableQueryEditor';

/** Variables whose values a query gives: its columns text and value, else its first two. */
export class VariableSupport extends CustomVariableSupport<FramsynDataSource, FramsynQuery> {
  override editor = VariableQueryEditor;

  constructor(private readonly datasource: FramsynDataSource) {
    super();
  }

  override query(request: DataQueryRequest<FramsynQuery>): Observable<DataQueryResponse> {
    const query = request.targets[0];
    if (!query || !this.datasource.filterQuery(query)) {
      return from([{ data: [] }]);
    }
    const search: unknown = request.scopedVars?.['__searchFilter']?.value;
    const asked = this.datasource.choices(query, request.range, typeof search === 'string' ? search : undefined);
    return from(asked).pipe(
      map((choices) => ({
        data: [
          {
            length: choices.length,
            fields: [
              { name: 'text', type: FieldType.string, config: {}, values: choices.map((choice) => choice.text) },
              { name: 'value', type: FieldType.string, config: {}, values: choices.map((choice) => choice.value) },
            ],
          },
        ],
      })),
    );
  }
}
