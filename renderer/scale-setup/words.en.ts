export const scaleSetupEn = {
  title: 'Find a scale',
}
