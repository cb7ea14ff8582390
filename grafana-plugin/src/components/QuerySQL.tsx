import { Modal } from '@grafana/ui';

import { namedQuery, postResource } from '../client/client';
import { type Interpolated, type NamedQuery } from '../client/types';
import { useAnswer } from '../client/useQuery';
import { currentTexts } from '../texts';
import { SQLDialog } from './SQLDialog';
import { Answered } from './states';

interface Props {
  name: string;
  parameters?: NamedQuery['parameters'];
  onClose: () => void;
}

/** "Visa SQL" for a query of the catalogue: its text with the values that the page asks by. */
export function QuerySQL({ name, parameters, onClose }: Props) {
  const query = namedQuery(name, parameters);
  const answer = useAnswer(JSON.stringify(query), (signal) =>
    postResource<Interpolated>('interpolate', { query }, signal),
  );
  if (answer.state === 'ready') {
    return <SQLDialog sql={answer.data.executed} onClose={onClose} />;
  }
  return (
    <Modal title={currentTexts().sql.title} isOpen onDismiss={onClose}>
      <Answered answer={answer}>{() => null}</Answered>
    </Modal>
  );
}
