/**
 * Whether NO_PROXY lets an address go through the proxy. Its items are host names, with or without a leading dot or
 * `*.`, and with or without a port; `*` stands for every host.
 */
export function shouldProxy(url: URL, noProxy: string): boolean {
  const port = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port;
  return !noProxy
    .split(/[\s,]+/)
    .filter((item) => item !== '')
    .some((item) => {
      if (item === '*') return true;
      const [, name = '', itemPort] = /^(.*?)(?::(\d+))?$/.exec(item.toLowerCase()) ?? [];
      if (itemPort !== undefined && itemPort !== port) return false;
      const suffix = name.replace(/^\*?\./, '');
      return url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
    });
}
