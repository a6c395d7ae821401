import { useEffect, useState } from 'react'
import { create } from 'zustand'
import type { ImportProgress } from '../../shared/orders.ts'
import { follow } from '../follow.ts'
import { station, useLink } from '../station.ts'
import { sendFile, type SendResult } from './send-file.ts'

/** What the page itself knows of the files on their way; everything after that the station tells. */
interface Sending {
  /** Files chosen or dropped whose last piece has not gone out, in their order. */
  readonly names: readonly string[]
  /** Files that did not get through, newest first, until a person takes note. */
  readonly troubles: readonly {
    readonly id: number
    readonly name: string
    readonly result: Exclude<SendResult, 'sent' | 'stopped'>
  }[]
}

export const useSending = create<Sending>(() => ({ names: [], troubles: [] }))

let queue = Promise.resolve()
let troubleId = 0

/** Sends files one after the other. Goes on while another screen is shown. */
export function importFiles(files: readonly File[]) {
  useSending.setState(({ names }) => ({ names: [...names, ...files.map((file) => file.name)] }))
  for (const file of files) queue = queue.then(() => importFile(file))
}

async function importFile(file: File) {
  const result = await sendFile(file, {
    begin: (input) => station.orders.importBegin(input),
    piece: (input) => station.orders.importPiece(input),
    stop: (input) => station.orders.importStop(input),
  })
  useSending.setState(({ names, troubles }) => ({
    names: names.slice(1),
    troubles:
      result === 'sent' || result === 'stopped'
        ? troubles
        : [{ id: (troubleId += 1), name: file.name, result }, ...troubles],
  }))
}

export function forgetTrouble(id: number) {
  useSending.setState(({ troubles }) => ({
    troubles: troubles.filter((trouble) => trouble.id !== id),
  }))
}

export function stopImport(id: string) {
  // A lost station has stopped it already.
  station.orders.importStop({ id }).catch(() => undefined)
}

const NONE: readonly ImportProgress[] = []

/** Every import of this run of the station, watched folder included, newest first. */
export function useImports(): readonly ImportProgress[] {
  const generation = useLink((link) => link.generation)
  const [held, setHeld] = useState<{ generation: number; imports: readonly ImportProgress[] }>()
  useEffect(
    () =>
      follow(
        (_, options) => station.orders.importsFollow(undefined, options),
        (changed) =>
          // A new link may lead to a station that was started anew and knows nothing of older imports.
          setHeld((before) => ({
            generation,
            imports: merged(before?.generation === generation ? before.imports : [], changed),
          })),
      ),
    [generation],
  )
  return held?.imports ?? NONE
}

/** The known imports with those that changed put in their place; newest first. */
function merged(
  known: readonly ImportProgress[],
  changed: readonly ImportProgress[],
): readonly ImportProgress[] {
  const byId = new Map(known.map((one) => [one.id, one]))
  for (const one of changed) byId.set(one.id, one)
  return [...byId.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}
