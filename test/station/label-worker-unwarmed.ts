import { parentPort } from 'node:worker_threads'

/**
 * The worker of the station's labels, which loads nothing before its first real task: a station of a test lives for
 * seconds, and two threads that get ready for labels it never draws would cost more than the test.
 */
function take(asked: { readonly kind: string }): void {
  if (asked.kind === 'warmUp') return parentPort?.postMessage(null)
  parentPort?.off('message', take)
  void import('../../station/labels/label-worker.ts').then(() => {
    parentPort?.emit('message', asked)
  })
}

parentPort?.on('message', take)
