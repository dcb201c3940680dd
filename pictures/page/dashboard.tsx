// A dashboard as Grafana lays it out: a bar with variables and links, rows, and panels on a grid of 24 columns.
import { dateTimeFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import type { CSSProperties } from 'react';
import { Mishap } from './mishap.tsx';
import { PanelBox } from './panel.tsx';
import type { Panel, Scene } from './types.ts';

/** Grafana's own numbers. */
const CELL = 30;
const GAP = 8;
const PADDING = 16;

export function DashboardPage({ scene }: { scene: Scene }) {
  const { dashboard, width } = scene;
  const inner = width - 2 * PADDING;
  const panels = dashboard.panels.flatMap((panel) =>
    panel.type === 'row' && panel.collapsed ? [{ ...panel, panels: panel.panels ?? [] }] : [panel],
  );
  const bottom = Math.max(0, ...panels.map(({ gridPos: { y, h } }) => y + h));
  const height = bottom * (CELL + GAP);
  return (
    <div id="dashboard" style={{ width, padding: PADDING, paddingTop: 8 }}>
      <Bar scene={scene} />
      <div style={{ position: 'relative', width: inner, height }}>
        {panels.map((panel) => (
          <div key={panel.id} style={placeOf(panel, inner)}>
            {panel.type === 'row' ? (
              <RowTitle panel={panel} />
            ) : (
              <Mishap>
                <PanelBox panel={panel} scene={scene} {...sizeOf(panel, inner)} />
              </Mishap>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function sizeOf({ gridPos: { w, h } }: Panel, inner: number) {
  const column = (inner - 23 * GAP) / 24;
  return {
    width: Math.floor(w * column + (w - 1) * GAP),
    height: h * CELL + (h - 1) * GAP,
  };
}

function placeOf(panel: Panel, inner: number): CSSProperties {
  const { x, y } = panel.gridPos;
  const column = (inner - 23 * GAP) / 24;
  const left = Math.floor(x * (column + GAP));
  return { position: 'absolute', left, top: y * (CELL + GAP), ...sizeOf(panel, inner) };
}

function RowTitle({ panel }: { panel: Panel }) {
  const theme = useTheme2();
  const count = panel.panels?.length ?? 0;
  return (
    <div style={{ ...theme.typography.h5, padding: '6px 0', display: 'flex', gap: 8 }}>
      <span style={{ color: theme.colors.text.secondary }}>{panel.collapsed ? '›' : '⌄'}</span>
      {panel.title}
      {panel.collapsed && (
        <span style={{ color: theme.colors.text.secondary, fontWeight: 400 }}>
          ({count} {count === 1 ? 'panel' : 'panels'})
        </span>
      )}
    </div>
  );
}

function Bar({ scene: { dashboard, from, to } }: { scene: Scene }) {
  const { colors, typography } = useTheme2();
  const chip: CSSProperties = {
    border: `1px solid ${colors.border.medium}`,
    borderRadius: 2,
    padding: '3px 8px',
    whiteSpace: 'nowrap',
  };
  const quiet = { color: colors.text.secondary };
  const variables = (dashboard.templating?.list ?? []).filter(({ hide }) => (hide ?? 0) === 0);
  const time = (ms: number, format: string) => dateTimeFormat(ms, { format, timeZone: 'utc' });
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'center', marginBottom: 8, fontSize: 12 }}>
      <span style={{ ...typography.h4, margin: 0, marginRight: 8 }}>{dashboard.title}</span>
      {variables.map(({ name, label, type }) => (
        <span key={name} style={chip}>
          <span style={quiet}>{label ?? name}</span> {type === 'datasource' ? 'Prometheus' : 'All'}
        </span>
      ))}
      <span style={{ flex: 1 }} />
      {(dashboard.links ?? []).map(({ title }) => (
        <span key={title} style={{ ...chip, ...quiet }}>
          {title}
        </span>
      ))}
      <span style={chip}>
        {time(from, 'YYYY-MM-DD HH:mm')} to {time(to, 'HH:mm')} UTC
      </span>
    </div>
  );
}
