import type { HealthSummary } from '@sprintconnect/plugin-sprintconnect-common';

type Recent = HealthSummary['recent'];

/** What a sparkline draws, in a box that is `width` by `height`. */
export interface SparklineShape {
  /** SVG path of the good probes, broken where one failed. */
  line: string;
  /** Where along the width a probe failed. */
  failures: number[];
}

/**
 * The newest probe stands at the right edge, `slots` probes fill the width, and the height reaches from 0 to the
 * slowest probe, so that a steady server draws a calm line.
 */
export function sparklineShape(
  recent: Recent,
  box: { width: number; height: number; slots: number },
): SparklineShape {
  const shown = recent.slice(-box.slots);
  const step = box.width / Math.max(box.slots - 1, 1);
  const slowest = Math.max(1, ...shown.map(each => each.latencyMs ?? 0));
  const failures: number[] = [];
  let line = '';
  let drawing = false;
  shown.forEach((probe, index) => {
    const x = rounded(box.width - (shown.length - 1 - index) * step);
    if (!probe.ok || probe.latencyMs === undefined) {
      if (!probe.ok) failures.push(x);
      drawing = false;
      return;
    }
    const y = rounded(box.height * (1 - probe.latencyMs / slowest));
    // A good probe between two failures is a line of no length, which round ends make a dot.
    line += drawing ? `L${x} ${y}` : `M${x} ${y}h0`;
    drawing = true;
  });
  return { line, failures };
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
