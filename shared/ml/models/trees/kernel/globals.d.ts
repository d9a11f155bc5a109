/** What is used of WebAssembly's JavaScript interface: Node has it, but the types for Node leave it to those for browsers. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory; abandon(): void } });
    readonly exports: unknown;
  }
}
