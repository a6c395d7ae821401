export const drillEn = { title: 'Drill' }
