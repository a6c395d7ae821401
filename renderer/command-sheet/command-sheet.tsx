export function CommandSheet() {
  return <h1>Commands</h1>
}
