// The disk under the embedded Appsmith's stacks folder: real files, but room, blocks and hangs are the model's.
import type { AppsmithModel } from '../model/appsmith.ts';

/** What a disk must be able to say, as far as the model says it. */
interface DiskLike {
  space(path: string): Promise<{
    readonly size: number;
    readonly free: number;
    readonly available: number;
    readonly inodes?: number | undefined;
    readonly inodesFree?: number | undefined;
  }>;
  facts(path: string): Promise<{ readonly bytes: number; readonly allocated: number }>;
  mount(path: string): { readonly type: string; readonly readOnly: boolean } | undefined;
}

/** How often a question that hangs looks whether it still must. */
const LOOK_MS = 50;

/** The given disk with the model's volume on it. The files are sparse; here they take what they say. */
export function diskOf<D extends DiskLike>({ volume, knobs }: AppsmithModel, real: D): D {
  const answers = async () => {
    while (knobs.volumeHung) await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
  };
  const own: DiskLike = {
    async space() {
      await answers();
      const { size, free, available, inodes, inodesFree } = volume;
      return { size, free, available, inodes, inodesFree };
    },
    async facts(path) {
      await answers();
      const facts = await real.facts(path);
      return { ...facts, allocated: Math.max(facts.allocated, facts.bytes) };
    },
    mount: () => ({ type: 'ext4', readOnly: knobs.volumeReadOnly }),
  };
  return { ...real, ...own };
}
