export const queueEn = { title: 'Queue' }
