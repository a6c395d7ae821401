export function BenchScreen() {
  return <h1>Bench</h1>
}
