export const benchEn = { title: 'Bench' }
