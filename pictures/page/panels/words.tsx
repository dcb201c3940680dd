// Text panels: Markdown as Grafana renders it.
import { renderMarkdown } from '@grafana/data';
import { RenderUserContentAsHTML } from '@grafana/ui';
import type { Panel } from '../types.ts';

export function Words({ panel }: { panel: Panel }) {
  const content = renderMarkdown(panel.options?.content ?? '');
  return <RenderUserContentAsHTML className="markdown-html" content={content} component="div" />;
}
