export const scannerSetupEn = {
  title: 'Scanner',
}
