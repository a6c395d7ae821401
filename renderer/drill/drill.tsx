export function Drill() {
  return null
}
