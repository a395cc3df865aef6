/**
 * Whether a URL goes through the proxy, that is, whether NO_PROXY does not list it. Items of NO_PROXY are host names,
 * with or without a leading dot or `*.` and with or without a port; `*` means every host.
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
