// prometheus.yml of the compose stack: one job under the bundle's name, the rules, the Alertmanager beside it.
import type { GeneratedFile } from '../file.ts';
import type { Settings } from '../settings/settings.ts';
import { yamlFile } from '../yaml.ts';

/** The job of the stack scrapes this often; the deadline lies below it, so that a slow scrape is still one. */
const INTERVAL = '15s';
const TIMEOUT = '10s';

/** Host names are those of the compose services; `appsmith` also carries the exporter, which shares its network. */
export function prometheusFile({ job }: Pick<Settings, 'job'>): GeneratedFile {
  const own = (name: string, target: string) => ({
    job_name: name,
    static_configs: [{ targets: [target] }],
  });
  return yamlFile('compose/stack/prometheus.yml', 'Prometheus of the compose stack.', {
    global: { scrape_interval: INTERVAL, scrape_timeout: TIMEOUT, evaluation_interval: INTERVAL },
    rule_files: ['../../alerts/appsmith-*.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
    scrape_configs: [
      {
        job_name: job,
        static_configs: [{ targets: ['appsmith:9564'], labels: { instance: 'appsmith' } }],
        // Further Appsmiths, one file each: no restart, no change of this file.
        file_sd_configs: [{ files: ['/etc/appsmith-observability/targets/*.yml'] }],
      },
      own('prometheus', 'localhost:9090'),
      own('alertmanager', 'alertmanager:9093'),
    ],
  });
}
