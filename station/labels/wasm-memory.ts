import { webAssembly } from './web-assembly.ts'

const PAGE_BYTES = 65_536
const MEMORY_SECTION = 5

/**
 * Runs `start`, which instantiates a WebAssembly program of its own, so that the program never gets more than
 * `bytes` of memory: a file that swells ends the program and not the machine. A Go program that gives up ends this
 * thread with it, since whoever waits for its answer would wait for ever.
 */
export async function withMemoryCeiling<T>(bytes: number, start: () => Promise<T>): Promise<T> {
  const instantiate = webAssembly.instantiate.bind(webAssembly)
  webAssembly.instantiate = (program, imports) => {
    const go = imports['gojs']
    if (go !== undefined) go['runtime.wasmExit'] = () => process.exit(1)
    return instantiate(limitMemory(program as Uint8Array, bytes / PAGE_BYTES), imports)
  }
  try {
    return await start()
  } finally {
    webAssembly.instantiate = instantiate
  }
}

/** The program with a most number of pages in its one memory (WebAssembly core specification, 5.5.8). */
function limitMemory(program: Uint8Array, mostPages: number): Uint8Array<ArrayBuffer> {
  let at = 8
  function readNumber(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = program[at++] ?? 0
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < program.length) {
    const from = at
    const section = program[at++]
    const end = readNumber() + at
    if (section === MEMORY_SECTION) {
      at += 2
      const limits = [1, 1, ...numberBytes(readNumber()), ...numberBytes(mostPages)]
      const replaced = [MEMORY_SECTION, ...numberBytes(limits.length), ...limits]
      return Uint8Array.from(
        Buffer.concat([program.subarray(0, from), Buffer.from(replaced), program.subarray(end)]),
      )
    }
    at = end
  }
  throw new Error('The program has no memory of its own')
}

function numberBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...numberBytes(value >>> 7)]
}
