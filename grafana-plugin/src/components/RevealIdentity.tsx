import { Button, Modal } from '@grafana/ui';
import { useCallback, useState } from 'react';

import { postResource, readResource } from '../client/client';
import { type Failure, toFailure } from '../client/failure';
import { useAnswer } from '../client/useQuery';
import { formatNumber } from '../format';
import { currentLanguage } from '../texts';
import { RevealedList } from './reveal/RevealedList';
import { RevealForm } from './reveal/RevealForm';
import { revealTexts } from './reveal/texts';
import { type Choices, type Person } from './reveal/types';

interface Props {
  /** Pseudonyms as texts: numbers of JavaScript cannot hold them. */
  clientIds: string[];
  /** The page that asks, for the access log. */
  page: string;
  disabled?: boolean;
  size?: 'sm' | 'md';
  /** Called when identities have been shown, so that a page may note it; it does not get them. */
  onShown?: () => void;
}

/**
 * "Visa identitet": asks what it is needed for, shows who clients are for a minute, and forgets it. The numbers live in this component's state
 * alone: not in the address, not in storage, not in a cache. There is no button for those who may not see identities.
 */
export function RevealIdentity({ clientIds, page, disabled, size = 'md', onShown }: Props) {
  const texts = revealTexts();
  const choices = useAnswer('identities/purposes', (signal) =>
    readResource<Choices>('identities/purposes', undefined, signal),
  );
  const [isOpen, setIsOpen] = useState(false);
  const label = clientIds.length > 1 ? texts.many(formatNumber(clientIds.length, currentLanguage())) : texts.one;
  if (choices.state !== 'ready') {
    return null;
  }
  return (
    <>
      <Button
        variant="secondary"
        icon="eye"
        size={size}
        disabled={disabled || clientIds.length === 0}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </Button>
      {isOpen && (
        <Dialog
          title={label}
          clientIds={clientIds}
          page={page}
          choices={choices.data}
          onShown={onShown}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

interface DialogProps extends Props {
  title: string;
  choices: Choices;
  onClose: () => void;
}

function Dialog({ title, clientIds, page, choices, onShown, onClose }: DialogProps) {
  const texts = revealTexts();
  const [step, setStep] = useState<{ name: 'ask' | 'asking' | 'hidden' } | { name: 'shown'; persons: Person[] }>({
    name: 'ask',
  });
  const [failure, setFailure] = useState<Failure>();
  const hide = useCallback(() => setStep({ name: 'hidden' }), []);
  const ask = async (purpose: string, why: string) => {
    setStep({ name: 'asking' });
    setFailure(undefined);
    try {
      const answer = await postResource<{ persons: Person[] }>('identities', {
        clients: clientIds,
        purpose,
        why,
        page,
      });
      setStep({ name: 'shown', persons: answer.persons });
      onShown?.();
    } catch (error) {
      setFailure(toFailure(error));
      setStep({ name: 'ask' });
    }
  };
  return (
    <Modal title={title} isOpen onDismiss={onClose}>
      {(step.name === 'ask' || step.name === 'asking') && (
        <RevealForm
          choices={choices}
          persons={clientIds.length}
          isAsking={step.name === 'asking'}
          failure={failure}
          onAsk={(purpose, why) => void ask(purpose, why)}
          onCancel={onClose}
        />
      )}
      {step.name === 'shown' && (
        <RevealedList persons={step.persons} seconds={choices.seconds} onTimeUp={hide} onClose={onClose} />
      )}
      {step.name === 'hidden' && (
        <>
          <p role="status">{texts.hidden}</p>
          <Button variant="secondary" onClick={() => setStep({ name: 'ask' })}>
            {texts.again}
          </Button>
        </>
      )}
    </Modal>
  );
}
