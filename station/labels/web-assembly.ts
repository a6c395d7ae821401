export type WasmImports = Record<string, Record<string, unknown>>

/** What is used of WebAssembly, whose types come only with those of a browser. */
interface WebAssemblyFace {
  compile(program: Uint8Array): Promise<object>
  instantiate(program: object, imports: WasmImports): Promise<object>
}

export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyFace }).WebAssembly
