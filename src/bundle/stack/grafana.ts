// Grafana's provisioning files of the compose stack: the datasource and the folder of dashboards.
import type { GeneratedFile } from '../file.ts';
import { yamlFile } from '../yaml.ts';

const FOLDER = 'compose/stack/grafana';

/** Paths are those inside the Grafana container, which mounts the whole bundle at `/bundle`. */
export function grafanaFiles(): GeneratedFile[] {
  return [
    yamlFile(`${FOLDER}/datasources/appsmith.yml`, 'The Prometheus of the compose stack.', {
      apiVersion: 1,
      datasources: [
        {
          name: 'Prometheus',
          uid: 'appsmith-prometheus',
          type: 'prometheus',
          access: 'proxy',
          url: 'http://prometheus:9090',
          isDefault: true,
          jsonData: { timeInterval: '15s', httpMethod: 'POST' },
        },
        {
          name: 'Alertmanager',
          uid: 'appsmith-alertmanager',
          type: 'alertmanager',
          access: 'proxy',
          url: 'http://alertmanager:9093',
          jsonData: { implementation: 'prometheus' },
        },
      ],
    }),
    yamlFile(`${FOLDER}/dashboards/appsmith.yml`, 'The dashboards of Appsmith’s bundle.', {
      apiVersion: 1,
      providers: [
        {
          name: 'appsmith',
          folder: 'Appsmith',
          type: 'file',
          disableDeletion: false,
          allowUiUpdates: false,
          updateIntervalSeconds: 60,
          options: { path: '/bundle/dashboards' },
        },
      ],
    }),
  ];
}
