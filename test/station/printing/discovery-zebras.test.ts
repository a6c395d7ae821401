import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import type { FoundPrinter } from '../../../shared/printing.ts'
import { findZebras } from '../../../station/printing/discovery/find-zebras.ts'
import { ipv4Interfaces } from '../../../station/printing/discovery/ipv4-interfaces.ts'

const LOOPBACK = { address: '127.0.0.1', broadcast: '127.0.0.1' }

function zebraAnswer(model: string, systemName: string): Buffer {
  const answer = Buffer.alloc(0x70)
  answer.set([0x3a, 0x2c, 0x2e, 0x03])
  answer.write('ZD42142\0', 0x04, 'latin1')
  answer.write(model, 0x0c, 20, 'latin1')
  answer.write('V84.20.18Z', 0x27, 'latin1')
  answer.set([0, 7, 0x4d, 1, 2, 3], 0x35)
  answer.write('D2J12345', 0x3c, 'latin1')
  // Where it says that it is, which nobody has to believe.
  answer.set([203, 0, 113, 7], 0x48)
  answer.write(systemName, 0x54, 25, 'latin1')
  return answer
}

/** Somebody on UDP who answers each question with these. */
async function answerer(...answers: Buffer[]): Promise<{ port: number; questions: Buffer[] }> {
  const socket: Socket = createSocket('udp4')
  const questions: Buffer[] = []
  socket.on('message', (question, { port, address }) => {
    questions.push(question)
    for (const answer of answers) socket.send(answer, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return { port: socket.address().port, questions }
}

test('a Zebra that answers is found where it answered from', async () => {
  const { port, questions } = await answerer(zebraAnswer('ZTC ZD421-203dpi ZPL', 'Bench 4'))
  const stop = new AbortController()
  const found: FoundPrinter[] = []
  const search = findZebras(
    (printer) => {
      found.push(printer)
      stop.abort()
    },
    stop.signal,
    [LOOPBACK],
    port,
  )
  await search
  expect(found[0]).toEqual({
    connection: 'tcp://127.0.0.1:9100',
    name: 'Bench 4',
    by: 'zebra',
    model: 'ZTC ZD421-203dpi ZPL',
    language: 'zpl',
  })
  expect(questions[0]).toEqual(Buffer.from([0x2e, 0x2c, 0x3a, 0x01, 0, 0]))
})

test('it is asked again, since a question may be lost; what is no answer is not heeded', async () => {
  const { port, questions } = await answerer(
    Buffer.alloc(0),
    Buffer.from('hello'),
    zebraAnswer('x', 'y').subarray(0, 0x50),
    zebraAnswer('\0\x1B[31m', '\x07\0'),
  )
  const stop = new AbortController()
  const found: FoundPrinter[] = []
  await findZebras(
    (printer) => {
      found.push(printer)
      if (questions.length === 3) stop.abort()
    },
    stop.signal,
    [LOOPBACK],
    port,
  )
  expect(found).toHaveLength(3)
  expect(found[0]).toMatchObject({ name: '127.0.0.1', model: null, language: 'zpl' })
})

test('a network that cannot be asked is an error, once the others have been asked', async () => {
  const { port } = await answerer(zebraAnswer('ZD421', ''))
  const stop = new AbortController()
  const found: string[] = []
  const search = findZebras(
    ({ name }) => {
      found.push(name)
      stop.abort()
    },
    stop.signal,
    [{ address: '203.0.113.1', broadcast: '203.0.113.255' }, LOOPBACK],
    port,
  )
  await expect(search).rejects.toThrow('EADDRNOTAVAIL')
  expect(found[0]).toBe('ZD421')
})

test('broadcast addresses end each network', () => {
  for (const { address, broadcast } of ipv4Interfaces()) {
    expect(broadcast.split('.')).toHaveLength(4)
    expect(broadcast).not.toBe(address)
    expect(broadcast.split('.', 1)).toEqual(address.split('.', 1))
  }
})
