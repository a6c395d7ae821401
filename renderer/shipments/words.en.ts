export const shipmentsEn = { title: 'Shipments' }
