export interface Percentiles {
  readonly p50: number
  readonly p95: number
}

/** Median and 95th percentile of milliseconds. */
export function percentiles(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5) ?? Number.NaN, p95: at(0.95) ?? Number.NaN }
}

export function printTitle(title: string): void {
  process.stdout.write(`\n${title}\n`)
}

/** A line of figures: milliseconds to three digits, ratios to the peer of the same run as "× n". */
export function printRow(
  name: string,
  figures: { ms?: number; p50?: number; p95?: number; ratio?: number; bytes?: number },
): void {
  const parts = [
    figures.ms !== undefined && `${figures.ms.toFixed(1)} ms`,
    figures.p50 !== undefined && `p50 ${figures.p50.toFixed(3)} ms`,
    figures.p95 !== undefined && `p95 ${figures.p95.toFixed(3)} ms`,
    figures.bytes !== undefined && `${figures.bytes} B`,
    figures.ratio !== undefined && `× ${figures.ratio.toFixed(2)} of the peer`,
  ].filter((part) => part !== false)
  process.stdout.write(`  ${name.padEnd(44)} ${parts.join('   ')}\n`)
}
