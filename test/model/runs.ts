import process from 'node:process'

/** How many made-up runs a test tries: so many, or what `SHIPBENCH_MODEL_RUNS` asks for. Other runs: test/seed.ts. */
export const runsOr = (usual: number): number =>
  Number(process.env['SHIPBENCH_MODEL_RUNS'] ?? usual)

/** Only what hangs meets it. */
export const timeoutOf = (runs: number): number => 300_000 + runs * 100

/** So many runs of the usual seed come to all that they must come to; fewer, or others, may not. */
export const mustComeToAll = (runs: number, usual: number): boolean =>
  runs >= usual && process.env['SHIPBENCH_SEED'] === undefined
