// Keeps the mishap of one panel to that panel: it says what went wrong, and the page goes on.
import { Component, type ReactNode } from 'react';

interface State {
  readonly error?: Error;
}

export class Mishap extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <pre>{String(error)}</pre> : this.props.children;
  }
}
