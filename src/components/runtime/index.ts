// What Appsmith runs in: its container, never the exporter's own, and what Java leaves on the stacks volume.
import type { Component, Settings, Site } from '../../scrape/component.ts';
import { RuntimeCollector, type RuntimeOptions } from './collect.ts';
import { runtimeMetrics } from './metrics.ts';

export const runtime: Component = {
  name: 'runtime',
  title: 'Container',
  metrics: runtimeMetrics,
  settings: [
    {
      key: 'cgroup',
      kind: 'path',
      env: 'APPSMITH_EXPORTER_RUNTIME_CGROUP',
      help: 'Folder of the cgroup of Appsmith’s container, where it cannot be found by itself: `/sys/fs/cgroup/system.slice/docker-<id>.scope`, or with version 1 `/sys/fs/cgroup/memory/docker/<id>`.',
    },
    {
      key: 'procfs',
      kind: 'path',
      env: 'APPSMITH_EXPORTER_RUNTIME_PROCFS',
      help: 'Where the processes of Appsmith’s machine are to be seen: `/host/proc`, if that is what is mounted.',
      default: '/proc',
    },
    {
      key: 'ecs_container',
      kind: 'string',
      env: 'APPSMITH_EXPORTER_RUNTIME_ECS_CONTAINER',
      help: 'On Amazon ECS: name of Appsmith’s container in the task definition; without it the one with Appsmith’s image.',
    },
    {
      key: 'ecs_metadata_uri',
      kind: 'url',
      appsmith: ['ECS_CONTAINER_METADATA_URI_V4'],
      help: 'On Amazon ECS, which sets the variable in every container: where the figures of the task’s containers are.',
    },
    {
      key: 'kubernetes_service',
      kind: 'string',
      appsmith: ['KUBERNETES_SERVICE_HOST'],
      help: 'On Kubernetes, which sets the variable in every container: tells that it is.',
    },
    {
      key: 'cloud_run_service',
      kind: 'string',
      appsmith: ['K_SERVICE'],
      help: 'On Cloud Run, which sets the variable in every container: tells that it is.',
    },
  ],
  configure(settings, site) {
    const options = optionsOf(settings, site);
    const { procfs, cgroup, stacksDir } = options;
    if (procfs === undefined && stacksDir === undefined) {
      return {
        absent: 'it is on another machine',
        hint: 'run an exporter beside it, or give the target its stacks_dir',
      };
    }
    const named = settings.string('cgroup') ?? settings.string('procfs');
    return {
      address: cgroup ?? procfs ?? `${stacksDir}/heap_dumps`,
      origin: named?.origin ?? { kind: 'default', where: 'default' },
      open: () => new RuntimeCollector(options),
    };
  },
};

/** A named target may be anywhere: only what it names itself is its. */
function optionsOf(settings: Settings, site: Site): RuntimeOptions {
  const cgroup = settings.string('cgroup')?.value;
  const url = settings.url('ecs_metadata_uri')?.value;
  const container = settings.string('ecs_container')?.value;
  const here = (site.name ?? 'default') === 'default' || cgroup !== undefined;
  return {
    signs: {
      knative: settings.string('cloud_run_service') !== undefined,
      ecs: url !== undefined,
      kubernetes: settings.string('kubernetes_service') !== undefined,
    },
    procfs: here ? settings.string('procfs')?.value : undefined,
    cgroup,
    ecs: url === undefined ? undefined : { url, container },
    stacksDir: site.stacksDir,
  };
}
