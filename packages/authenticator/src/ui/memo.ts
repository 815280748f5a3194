import { Component, createElement, type FunctionComponent, type JSX } from 'preact';

/** Renders a component again only when one of its props is another: a list of hundreds needs that. */
export function memo<Props extends object>(Inner: FunctionComponent<Props>): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return Object.entries(next).some(([name, value]) => this.props[name as keyof Props] !== value);
    }

    override render(): JSX.Element {
      return createElement(Inner, this.props as Props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
