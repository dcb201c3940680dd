// What a message says, in Alertmanager's templates: what is broken, its value, where to look and what to do.

/** `[FIRING 2] mongodb of appsmith:9564`. */
export const TITLE =
  '[{{ if eq .Status "firing" }}FIRING {{ .Alerts.Firing | len }}{{ else }}RESOLVED{{ end }}] {{ .GroupLabels.component }} of {{ or .GroupLabels.instance .GroupLabels.job }}';

/** One paragraph an alert. */
export const TEXT = `{{ range .Alerts }}{{ if eq .Status "resolved" }}Resolved: {{ end }}{{ .Annotations.summary }}
{{ .Annotations.description }}
Runbook: {{ .Annotations.runbook_url }}
Dashboard: {{ .Annotations.dashboard_url }}

{{ end }}`;

/** One line for those who page. */
export const DESCRIPTION =
  '{{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ .Alerts.Firing | len }} alerts: {{ .GroupLabels.component }} of {{ or .GroupLabels.instance .GroupLabels.job }}{{ end }}';

export const LINKS = [
  { text: 'Runbook', href: '{{ (index .Alerts 0).Annotations.runbook_url }}' },
  { text: 'Dashboard', href: '{{ (index .Alerts 0).Annotations.dashboard_url }}' },
] as const;
