/** Whether an address is reached from this machine only: `127.0.0.0/8`, `::1`, or one mapped to IPv6. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}
