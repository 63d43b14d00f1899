import { Component, type ReactNode } from 'react';

interface FallbackProps {
  instead: ReactNode;
  children: ReactNode;
}

/** Shows something else in place of what cannot be drawn, such as what a stranger sent; the page goes on. */
export class Fallback extends Component<FallbackProps, { failed: boolean }> {
  static getDerivedStateFromError() {
    return { failed: true };
  }

  state = { failed: false };

  render() {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
