// What Appsmith runs on: variables that a platform sets, marks of an engine, and the path of a cgroup.
import { describe, expect, it } from 'vitest';
import { platformOf } from '../../../src/components/runtime/platform.ts';
import { Tree } from './tree.ts';

const NONE = { knative: false, ecs: false, kubernetes: false };
const ID = 'b'.repeat(64);

describe('the platform', () => {
  it.each([
    [{ ...NONE, knative: true }, '', 'cloud_run'],
    [{ ...NONE, knative: true, kubernetes: true }, '', 'kubernetes'],
    [{ ...NONE, kubernetes: true }, '', 'kubernetes'],
    [{ ...NONE, ecs: true }, '', 'ecs'],
    [NONE, `/ecs/task/${ID}`, 'ecs'],
    [NONE, `/kubepods.slice/kubepods-burstable.slice/cri-containerd-${ID}.scope`, 'kubernetes'],
    [NONE, `/docker/${ID}`, 'docker'],
    [NONE, `/system.slice/docker-${ID}.scope`, 'docker'],
    [NONE, `/user.slice/user-1000.slice/libpod-${ID}.scope/container`, 'docker'],
    [NONE, '/system.slice/appsmith.service', 'bare'],
    [NONE, '', 'bare'],
  ])('%j %s is %s', async (signs, path, platform) => {
    expect(await platformOf(signs, path, new Tree().dir)).toBe(platform);
  });

  it.each(['.dockerenv', 'run/.containerenv'])('%s marks a container', async (mark) => {
    const tree = new Tree();
    tree.write(mark, '');
    expect(await platformOf(NONE, '', tree.dir)).toBe('docker');
  });
});
