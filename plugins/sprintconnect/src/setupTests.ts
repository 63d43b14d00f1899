import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A deadline, not a delay: a busy machine is slow, and what appears at once is found at once. The search page
// takes a minute and more to load where others have the cores.
configure({ asyncUtilTimeout: 120_000 });

const WIDTH = 1400;

/** jsdom has no layout: every element is as wide as that, and stays so. */
Object.defineProperty(HTMLElement.prototype, 'clientWidth', {
  configurable: true,
  get: () => WIDTH,
});
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

/** jsdom has no layout; this answers media queries as a window of a desktop would. */
window.matchMedia = query => {
  const min = /min-width:\s*([\d.]+)px/.exec(query)?.[1];
  return Object.assign(new EventTarget(), {
    matches: min !== undefined && Number(min) <= WIDTH,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
  });
};
