// What Appsmith runs on, from what each platform puts into every container's environment and folders.
import { join } from 'node:path';
import { exists } from './files.ts';
import type { Platform } from './metrics.ts';

export interface Signs {
  /** K_SERVICE */
  readonly knative: boolean;
  /** ECS_CONTAINER_METADATA_URI_V4 */
  readonly ecs: boolean;
  /** KUBERNETES_SERVICE_HOST */
  readonly kubernetes: boolean;
}

/** As Docker, Podman, containerd and CRI-O name a container's cgroup. */
const CONTAINER = /(docker|libpod|containerd|crio)[-/:]?.*[0-9a-f]{64}/;

/**
 * @param path of Appsmith's cgroup, empty if it is not known; it goes before what this process finds around itself
 * @param root of the file system, `/` but in tests
 */
export async function platformOf(signs: Signs, path: string, root: string): Promise<Platform> {
  if (signs.kubernetes || path.includes('kubepods')) return 'kubernetes';
  if (signs.knative) return 'cloud_run';
  if (signs.ecs || path.startsWith('/ecs/')) return 'ecs';
  if (CONTAINER.test(path)) return 'docker';
  return (await isMarked(root)) ? 'docker' : 'bare';
}

const marked = new Map<string, Promise<boolean>>();

/** A container has its mark from its first moment on, or never: one look is enough. */
function isMarked(root: string): Promise<boolean> {
  let is = marked.get(root);
  if (!is) {
    const marks = ['.dockerenv', 'run/.containerenv'];
    is = Promise.all(marks.map((mark) => exists(join(root, mark)))).then((found) =>
      found.includes(true),
    );
    marked.set(root, is);
  }
  return is;
}
