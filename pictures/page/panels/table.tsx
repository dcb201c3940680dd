// Tables by the component that Grafana's table panel draws; the first frame, as there.
import { TableNG } from '@grafana/ui/unstable';
import { type Drawn, timeRange } from './drawn.ts';

export function TableOf({ panel, frames, width, height, range }: Drawn) {
  const [data] = frames;
  if (!data) return null;
  const { sortBy, cellHeight = 'sm', showHeader = true } = panel.options ?? {};
  return (
    <TableNG
      data={data}
      width={width}
      height={height}
      noHeader={!showHeader}
      cellHeight={cellHeight}
      timeRange={timeRange(range)}
      structureRev={1}
      enableVirtualization={false}
      {...(sortBy && { sortBy })}
    />
  );
}
