// Draws the goals as a chart, with a bar for each: the measured value relative to its goal. It fits light and dark pages.
import { number, allGoals, type Results } from './results.ts';
import { isReached, type Goal } from './row.ts';

const width = 900;
const rowHeight = 44;
const top = 56;
const left = 20;
const barWidth = width - 2 * left - 120;
/** The position of the goal, relative to the width of the bar. A longer bar is cut. */
const goalAt = 0.5;

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 16px; font-weight: 600; }
  .quiet { fill: #59636e; }
  .track { fill: #eff2f5; }
  .reached { fill: #1a7f37; }
  .missed { fill: #bc4c00; }
  .goal { stroke: #59636e; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .track { fill: #262c36; }
    .reached { fill: #3fb950; }
    .missed { fill: #db6d28; }
    .goal { stroke: #9198a1; }
  }`;

/** Returns the chart as SVG. */
export function chartOf(results: Results): string {
  const { goals, reached } = allGoals(results);
  const height = top + goals.length * rowHeight + 16;
  const goalX = left + barWidth * goalAt;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${String(reached)} of ${String(goals.length)} goals are reached">
<style>${style}
</style>
<text class="title" x="${String(left)}" y="24">What was measured, as a part of its goal</text>
<text class="quiet" x="${String(goalX)}" y="46" text-anchor="middle">goal: shorter is better</text>
<line class="goal" x1="${String(goalX)}" x2="${String(goalX)}" y1="${String(top - 4)}" y2="${String(height - 12)}"/>
${goals.map((goal, index) => bar(goal, top + index * rowHeight)).join('\n')}
</svg>
`;
}

function bar(goal: Goal, y: number): string {
  const { what, value, most, unit } = goal;
  const length = Math.min(1, (value / most) * goalAt) * barWidth;
  const suffix = unit === 'x' ? ' ×' : ` ${unit}`;
  const figure = `${number(value)}${suffix} of ${number(most)}${suffix}`;
  return [
    `<text x="${String(left)}" y="${String(y + 14)}">${escapeXml(what.replaceAll('`', ''))}</text>`,
    `<rect class="track" x="${String(left)}" y="${String(y + 20)}" width="${String(barWidth)}" height="12" rx="3"/>`,
    `<rect class="${isReached(goal) ? 'reached' : 'missed'}" x="${String(left)}" y="${String(y + 20)}" width="${length.toFixed(1)}" height="12" rx="3"/>`,
    `<text x="${String(left + barWidth + 10)}" y="${String(y + 31)}">${figure}</text>`,
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
