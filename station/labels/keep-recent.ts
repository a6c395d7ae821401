/** Keeps the last answers, and those on their way, so that the same is made once. Failures are not kept. */
export function keepRecent<T extends { readonly ok: boolean }>(most: number) {
  /** The least lately asked for first. */
  const kept = new Map<string, Promise<T>>()
  return {
    async get(key: string, make: () => Promise<T>): Promise<T> {
      const made = kept.get(key) ?? make()
      kept.delete(key)
      kept.set(key, made)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      const answer = await made
      if (!answer.ok && kept.get(key) === made) kept.delete(key)
      return answer
    },
  }
}
