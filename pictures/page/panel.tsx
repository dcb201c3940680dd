// One panel: its frame by Grafana's PanelChrome, its content by what its type asks for.
import type { DataFrame } from '@grafana/data';
import { PanelChrome, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { configured } from './fields.ts';
import { framesOf } from './frames.ts';
import { Bars } from './panels/bars.tsx';
import type { Drawn } from './panels/drawn.ts';
import { Gauges } from './panels/gauges.tsx';
import { Heatmap } from './panels/heatmap.tsx';
import { Lines } from './panels/lines.tsx';
import { Stats } from './panels/stats.tsx';
import { TableOf } from './panels/table.tsx';
import { Timeline } from './panels/timeline.tsx';
import { Words } from './panels/words.tsx';
import { useTransformed } from './transform.ts';
import type { Panel, Scene } from './types.ts';

interface Props {
  readonly panel: Panel;
  readonly scene: Scene;
  readonly width: number;
  readonly height: number;
}

const KINDS: Readonly<Record<string, (drawn: Drawn) => React.ReactNode>> = {
  timeseries: (drawn) => <Lines {...drawn} />,
  stat: (drawn) => <Stats {...drawn} />,
  gauge: (drawn) => <Gauges {...drawn} />,
  bargauge: (drawn) => <Bars {...drawn} />,
  table: (drawn) => <TableOf {...drawn} />,
  heatmap: (drawn) => <Heatmap {...drawn} />,
  'state-timeline': (drawn) => <Timeline {...drawn} />,
};

export function PanelBox({ panel, scene, width, height }: Props) {
  const raw = useMemo(
    () => framesOf(panel, scene.answers[panel.id] ?? {}, scene.steps[panel.id] ?? 15),
    [panel, scene],
  );
  const data = useTransformed(panel, raw);
  return (
    <PanelChrome
      width={width}
      height={height}
      title={panel.title ?? ''}
      {...(panel.description !== undefined && { description: panel.description })}
      displayMode={panel.transparent ? 'transparent' : 'default'}
      padding={panel.type === 'table' || panel.type === 'timeseries' ? 'md' : 'md'}
    >
      {(innerWidth, innerHeight) =>
        panel.type === 'text' ? (
          <Words panel={panel} />
        ) : (
          data && <Content {...{ panel, scene, data }} width={innerWidth} height={innerHeight} />
        )
      }
    </PanelChrome>
  );
}

function Content({ panel, scene, data, width, height }: Props & { data: DataFrame[] }) {
  const theme = useTheme2();
  const { frames, fieldConfig } = configured(panel, data, theme);
  const kind = KINDS[panel.type];
  if (!kind) return <Centered>a panel of type {panel.type} cannot be drawn here</Centered>;
  if (frames.length === 0 && !['stat', 'gauge', 'bargauge'].includes(panel.type)) {
    return <Centered>{panel.fieldConfig?.defaults?.noValue ?? 'No data'}</Centered>;
  }
  const range = { from: scene.from, to: scene.to };
  return kind({ panel, frames, fieldConfig, width, height, theme, range, marks: scene.marks });
}

const Centered = ({ children }: { children: React.ReactNode }) => (
  <div style={{ display: 'grid', placeItems: 'center', height: '100%', opacity: 0.7 }}>
    <span>{children}</span>
  </div>
);
