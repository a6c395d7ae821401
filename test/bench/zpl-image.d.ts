/** What is used of a library that has no types of its own. */
declare module 'zpl-image' {
  interface Grf {
    readonly length: number
    readonly rowlen: number
    readonly z64: string
  }
  const zplImage: {
    rgbaToZ64(rgba: Uint8Array, width: number, options: { readonly notrim: boolean }): Grf
  }
  export default zplImage
}
