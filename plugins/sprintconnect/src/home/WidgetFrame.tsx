import type { ComponentType } from 'react';

/** Draws a widget without the card of the home page, for content that brings its own. */
export function WidgetFrame(props: { Content: ComponentType }) {
  return <props.Content />;
}
