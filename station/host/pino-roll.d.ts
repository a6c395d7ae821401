declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events'

  /** A file that rolls by size; what we use of it (the package has no types of its own). */
  export interface RollingFile extends EventEmitter {
    write(text: string): boolean
    end(): void
  }
  export default function roll(options: {
    file: string
    extension: string
    size: string
    limit: { count: number }
    mkdir: boolean
    sync: boolean
  }): Promise<RollingFile>
}
