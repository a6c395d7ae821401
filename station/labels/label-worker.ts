import { parentPort } from 'node:worker_threads'
import { ready } from 'zpl-renderer-js'

export interface DrawZpl {
  readonly zpl: Uint8Array
  readonly widthDots: number
  readonly heightDots: number
  /** Dots per millimetre of the head: 8, 12 or 24. */
  readonly dotsPerMillimetre: number
}

export type DrawAnswer = { readonly png: Uint8Array } | { readonly problem: string }

/** One label at a time: the renderer is single-threaded and its callers queue. */
parentPort?.on('message', (task: DrawZpl) => {
  void drawZpl(task).then((answer) => parentPort?.postMessage(answer))
})

async function drawZpl(task: DrawZpl): Promise<DrawAnswer> {
  try {
    const { api } = await ready
    // The renderer rounds millimetres up to the next dot; a hair less gives exactly the dots wanted.
    const millimetres = (dots: number) => (dots - 0.001) / task.dotsPerMillimetre
    const pictures = await api.zplToBase64MultipleAsync(
      Buffer.from(task.zpl).toString('utf8'),
      millimetres(task.widthDots),
      millimetres(task.heightDots),
      task.dotsPerMillimetre,
    )
    // A set-up format without fields before the label draws an empty, and so the smaller, picture.
    const [fullest] = pictures.toSorted((one, other) => other.length - one.length)
    return fullest === undefined
      ? { problem: 'It holds no label' }
      : { png: Buffer.from(fullest, 'base64') }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
