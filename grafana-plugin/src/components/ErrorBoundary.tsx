import { Component, type ReactNode } from 'react';

import { toFailure } from '../client/failure';
import { Failed } from './states';

interface Props {
  children: ReactNode;
  /** What the reader is looking at; when it changes, the fault is forgotten. */
  place: string;
}

interface State {
  error?: unknown;
  place: string;
}

/** Shows a fault of a page where the page would have been, and lets the reader go on to another. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error ?? new Error() };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { place: props.place, error: undefined };
  }

  override render() {
    if (this.state.error === undefined) {
      return this.props.children;
    }
    return <Failed failure={toFailure(this.state.error)} retry={() => this.setState({ error: undefined })} />;
  }
}
