export const productWeightsEn = {
  title: 'Product weights',
}
