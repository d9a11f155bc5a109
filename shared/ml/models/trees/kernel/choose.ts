/** The fastest kernel that there is here. */
import { javascriptKernel } from './javascript.ts';
import type { Helpers, Kernel } from './kernel.ts';
import { webassemblyKernel } from './webassembly.ts';

/**
 * Runs `use` with a kernel, and lets the helpers go.
 *
 * @param helpers threads beside the caller's; none when absent
 */
export function withKernel<T>(helpers: Helpers | undefined, use: (kernel: Kernel) => T): T {
  const kernel = kernelFor(helpers);
  try {
    return use(kernel);
  } finally {
    kernel.close();
  }
}

function kernelFor(helpers?: Helpers): Kernel {
  try {
    return webassemblyKernel(helpers);
  } catch (error) {
    // No SIMD, or no address space for shared memory: slower, with the same trees.
    helpers?.withoutKernel(error);
    return javascriptKernel();
  }
}
