export function ShipmentsScreen() {
  return <h1>Shipments</h1>
}
