/**
 * Returns `make` with a memory: the result for an object is made once. A large file has thousands of contexts that share
 * a few objects, and unchanged content is not parsed again. Callers share the results and must not change them.
 */
export function oncePer<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const results = new WeakMap<Key, Value>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = make(key);
    results.set(key, result);
    return result;
  };
}
